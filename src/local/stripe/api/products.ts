import { z } from 'zod';
import { invalid } from '../core/api-error.ts';
import { list, must, type Routes, same } from '../core/call.ts';
import {
  bool,
  created,
  currency,
  emptyable,
  expandOnly,
  expandShape,
  inRange,
  int,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
  unheeded,
} from '../core/input.ts';
import { change, emit } from '../core/world.ts';
import { makePrice } from '../objects/price.ts';
import { makeProduct } from '../objects/product.ts';

const shape = {
  ...expandShape,
  active: bool.optional(),
  description: emptyable(text).optional(),
  images: emptyable(z.array(text)).optional(),
  marketing_features: emptyable(z.array(z.strictObject({ name: text }))).optional(),
  metadata: metadata.optional(),
  statement_descriptor: text.optional(),
  tax_code: unheeded,
  unit_label: emptyable(text).optional(),
  url: emptyable(text).optional(),
};
const createShape = z.strictObject({
  ...shape,
  name: text.min(1),
  id: text.optional(),
  shippable: unheeded,
  type: unheeded,
  default_price_data: z
    .strictObject({
      currency,
      unit_amount: int,
      recurring: z.strictObject({ interval: text, interval_count: int.optional() }).optional(),
      metadata: metadata.optional(),
    })
    .optional(),
});

/** `/v1/products` */
export const products: Routes = {
  'POST /v1/products': ({ world, input }) => {
    const given = read(createShape, input);
    if (given.id !== undefined && world.tables.products.get(given.id) !== null)
      throw invalid('Product already exists.', { code: 'resource_already_exists', param: 'id' });
    const product = makeProduct(world, {
      ...given,
      features: given.marketing_features,
      statement: given.statement_descriptor,
      unit: given.unit_label,
      metadata: mergeMetadata({}, given.metadata),
    });
    const first = given.default_price_data;
    if (first !== undefined) {
      const price = makePrice(world, { ...first, amount: first.unit_amount, product: product.id });
      product.default_price = price.id;
      emit(world, 'price.created', price);
    }
    emit(world, 'product.created', product);
    return product;
  },
  'GET /v1/products': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        active: bool.optional(),
        ids: z.array(text).optional(),
        created,
        url: unheeded,
        type: unheeded,
        shippable: unheeded,
      }),
      input,
    );
    return list('/v1/products', world.tables.products, 'product', query, (one) => {
      const isAsked = query.ids === undefined || query.ids.includes(one.id);
      return isAsked && same(one.active, query.active) && inRange(one.created, query.created);
    });
  },
  'GET /v1/products/:id': ({ world, ids: [id = ''], input }) => {
    read(expandOnly, input);
    if (world.hidden.deleted.has(id)) return { id, object: 'product', deleted: true };
    return must(world.tables.products, 'product', id);
  },
  'POST /v1/products/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({ ...shape, name: text.min(1).optional(), default_price: text.optional() }),
      input,
    );
    const product = must(world.tables.products, 'product', id);
    change(world, 'product.updated', product, (one) => {
      for (const name of ['name', 'active'] as const)
        if (given[name] !== undefined) Object.assign(one, { [name]: given[name] });
      for (const name of ['description', 'unit_label', 'url', 'statement_descriptor'] as const)
        if (given[name] !== undefined) one[name] = given[name];
      if (given.images !== undefined) one.images = given.images ?? [];
      if (given.marketing_features !== undefined) one.marketing_features = given.marketing_features ?? [];
      if (given.default_price !== undefined) one.default_price = given.default_price || null;
      one.metadata = mergeMetadata(one.metadata, given.metadata);
      one.updated = world.now();
    });
    return product;
  },
  'DELETE /v1/products/:id': ({ world, ids: [id = ''], input }) => {
    read(z.strictObject({}), input);
    const product = must(world.tables.products, 'product', id);
    if (world.tables.prices.of('product', id).length > 0)
      throw invalid('This product cannot be deleted because it has one or more user-created prices.');
    world.hidden.deleted.set(id, 'product');
    world.tables.products.remove(id);
    emit(world, 'product.deleted', product);
    return { id, object: 'product', deleted: true };
  },
};
