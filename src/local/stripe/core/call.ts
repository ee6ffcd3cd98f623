import { invalid, missing } from './api-error.ts';
import type { PageRequest, Table } from './table.ts';
import type { World } from './world.ts';

/** A call of the API, parsed. */
export interface Call {
  world: World;
  /** What stands in the path for `:id`, in order. */
  ids: string[];
  /** The form, or the query. */
  input: unknown;
}

/** Answers a call with an object. @throws ApiError */
export type Verb = (call: Call) => unknown;

/** Verbs by method and path: `POST /v1/customers/:id`. */
export type Routes = Record<string, Verb>;

/** The object with an id. @throws ApiError where there is none. */
export function must<T extends { id: string }>(
  table: Table<T>,
  kind: string,
  id: string | undefined,
  param = 'id',
): T {
  const object = id === undefined ? null : table.get(id);
  if (object !== null) return object;
  // Where the path does not name it, a parameter was wrong, and not the address.
  throw param === 'id'
    ? missing(kind, id ?? '')
    : invalid(`No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}

/** One page of a table, as a list of Stripe's. */
export function list<T extends { id: string }>(
  url: string,
  table: Table<T>,
  kind: string,
  request: PageRequest,
  fits: (object: T) => boolean = () => true,
  belonging: Record<string, string | undefined> = {},
): { object: 'list'; data: T[]; has_more: boolean; url: string } {
  for (const param of ['starting_after', 'ending_before'] as const)
    if (request[param] !== undefined) must(table, kind, request[param], param);
  const { data, hasMore } = table.page(request, fits, belonging);
  return { object: 'list', data, has_more: hasMore, url };
}

/** Whether a field is as asked for, or was not asked for. */
export function same<T>(value: T, wanted: T | undefined): boolean {
  return wanted === undefined || value === wanted;
}
