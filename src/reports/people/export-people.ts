import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { csvLines } from '../report/csv.ts';
import { listPeople, type PeopleRequest } from './list-people.ts';

const pageSize = 1_000;
const columns = ['subscriber_id', 'address', 'state', 'at', 'detail'];

/**
 * The people behind a number as a file, a part at a time; who took it stands in the log, from its beginning on.
 * @throws Forbidden, SignInAgain
 */
export async function* exportPeople(
  db: Db,
  actor: Actor,
  request: Omit<PeopleRequest, 'after' | 'limit'>,
): AsyncGenerator<string> {
  demand(actor, 'subscribers.export');
  const { editionId, kind, detail, destination, text, beginning } = request;
  await recordAudit(db, actor, 'edition.export-people', `edition:${editionId}`, {
    kind,
    detail,
    destination,
    text,
    searched: beginning !== '',
  });
  yield csvLines([columns]);
  for (let after = ''; ; ) {
    const { people, next } = await listPeople(db, actor, { ...request, after, limit: pageSize });
    const rows = people.map(({ subscriberId, address, state, at, detail: said }) => [
      subscriberId ?? '',
      address,
      state,
      at?.toISOString() ?? '',
      said ?? '',
    ]);
    if (rows.length > 0) yield csvLines(rows);
    if (next === null) return;
    after = next;
  }
}
