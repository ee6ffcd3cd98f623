import type { Actor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { InvalidInput } from '../../errors.ts';
import { listTracedPeople } from '../../memberships/traced.ts';
import {
  type PersonRow,
  selectHeardOf,
  selectReportedOf,
  selectRows,
  selectRowsLike,
} from '../queries/people.ts';
import { newsOf, type People, reportOf, statesOf } from './kinds.ts';
import { say } from '../say.ts';

export interface PeopleRequest extends People {
  editionId: number;
  /** How the address begins, folded; empty: anybody. */
  beginning: string;
  /** `next` of the page before. */
  after: string;
  limit: number;
}

export interface PeoplePage {
  people: PersonRow[];
  next: string | null;
}

/**
 * A page of the people behind a number, by keys, however many they are.
 * @throws Forbidden; InvalidInput for a place that is none
 */
export async function listPeople(db: Db, actor: Actor, request: PeopleRequest): Promise<PeoplePage> {
  demand(actor, request.kind === 'patrons' ? 'memberships.see' : 'subscribers.see');
  const rows = await select(db, { ...request, limit: request.limit + 1 });
  const people = rows.slice(0, request.limit);
  return { people, next: rows.length > request.limit ? (people.at(-1)?.place ?? null) : null };
}

function select(db: Db, request: PeopleRequest): Promise<PersonRow[]> {
  const { editionId, kind, detail = null, destination = null, text = null } = request;
  const { beginning, after, limit } = request;
  if (kind === 'patrons') return patrons(db, request);
  if (kind === 'reported') {
    const said = detail === null ? null : reportOf(detail);
    return selectReportedOf(db, { editionId, said, beginning, after: numberIn(after), limit });
  }
  const kinds = newsOf[kind];
  if (kinds !== undefined)
    return selectHeardOf(db, { editionId, kinds, beginning, after: numberIn(after), limit });
  const query = { editionId, states: statesOf[kind] ?? [], detail, destination, text, limit };
  return beginning === ''
    ? selectRows(db, { ...query, after: rowIn(after) })
    : selectRowsLike(db, { ...query, beginning, after });
}

// More patrons than this come by no edition.
const mostPatrons = 100_000;

/** Few: who is looked for is found among them. */
async function patrons(db: Db, { editionId, beginning, after, limit }: PeopleRequest): Promise<PersonRow[]> {
  const looked = beginning === '' ? limit : mostPatrons;
  const rows = await listTracedPeople(db, { editionId, after: numberIn(after), limit: looked });
  return rows
    .filter(({ address }) => address.toLowerCase().startsWith(beginning))
    .slice(0, limit)
    .map(({ id, ...row }) => ({ ...row, detail: null, place: String(id) }));
}

function numberIn(place: string): number {
  if (place === '') return 0;
  if (/^\d{1,15}$/.test(place)) return Number(place);
  throw new InvalidInput(say.noPageOfList);
}

function rowIn(place: string): { batch: number; subscriberId: number } {
  if (place === '') return { batch: 0, subscriberId: 0 };
  const [, batch, subscriberId] = /^(\d{1,9})\.(\d{1,15})$/.exec(place) ?? [];
  if (batch === undefined) throw new InvalidInput(say.noPageOfList);
  return { batch: Number(batch), subscriberId: Number(subscriberId) };
}
