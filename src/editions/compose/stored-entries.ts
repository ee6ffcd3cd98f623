import type { BlockArticle } from '../../../emails/index.ts';
import type { Item, Value } from './contract.ts';

type Fields = Item['fields'];

/** A story or link as a block of a mail holds it, as the fields of an item. */
export function fieldsOfEntry(entry: object, audience: Value): Fields {
  if ('id' in entry) return fieldsOfStory(entry as BlockArticle, audience);
  const { title, url, updated = false, articleId } = entry as Record<string, Value>;
  if (articleId === undefined) return { title: title ?? '', url: url ?? '', updated };
  const story = { id: articleId, title, url, updated };
  const empty = { standfirst: '', author: '', category: '', image: null, readAlso: [] };
  return fieldsOfStory({ ...empty, ...story } as unknown as BlockArticle, audience);
}

function fieldsOfStory({ id, image, readAlso, ...words }: BlockArticle, audience: Value): Fields {
  const original = image === null ? null : { src: image.src, width: image.width, height: image.height };
  return {
    articleId: id,
    ...words,
    audience,
    picture: true,
    original,
    alt: image?.alt ?? '',
    credit: image?.credit ?? '',
    crop: null,
    cropped: null,
    readAlso: readAlso.map(({ title, url }) => ({ title, url })),
  };
}

/** The picture that an item shows, in its mail and at the desk. */
export function imageOf({ picture, cropped, original }: Fields): Value {
  return picture === false ? null : (cropped ?? original ?? null);
}

/** An item's fields in the form in which a block of a mail holds them. */
export function entryOf(form: 'article' | 'headline' | 'link', fields: Fields): object {
  const { articleId, url, title, updated = false } = fields;
  if (form === 'link') return { title, url };
  if (form === 'headline') return { title, url, updated, ...(articleId === undefined ? {} : { articleId }) };
  const { standfirst = '', author = '', category = '', alt = '', credit = '', readAlso = [] } = fields;
  const shown = imageOf(fields);
  const image = shown === null ? null : { ...(shown as object), alt, credit };
  return { id: articleId, title, url, standfirst, author, category, updated, image, readAlso };
}
