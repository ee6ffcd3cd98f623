import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Db } from '../db.ts';
import { protectCell } from './csv-cells.ts';
import { selectPage } from './queries.ts';

const pageSize = 1_000;
const header = ['address', 'name', 'language', 'time_zone', 'created_at', 'confirmed', 'ended'];

/** Writes everybody as CSV, page by page, with the newsletters they get and those they have left. */
export async function exportSubscribers(db: Db, out: Writable): Promise<number> {
  const csv = stringify({ header: true, columns: header });
  csv.pipe(out, { end: false });
  let count = 0;
  for (let afterId = 0; ; ) {
    const page = await selectPage(db, afterId, pageSize);
    for (const { address, name, language, timeZone, createdAt, subscriptions } of page) {
      const slugsIn = (state: string): string =>
        subscriptions
          .filter((one) => one.state === state)
          .map(({ slug }) => slug)
          .join(' ');
      const row = [
        protectCell(address),
        protectCell(name),
        language ?? '',
        timeZone ?? '',
        createdAt.toISOString(),
        slugsIn('confirmed'),
        slugsIn('ended'),
      ];
      if (!csv.write(row)) await once(csv, 'drain');
      count += 1;
    }
    afterId = page.at(-1)?.id ?? afterId;
    if (page.length < pageSize) break;
  }
  csv.end();
  await once(csv, 'end');
  return count;
}
