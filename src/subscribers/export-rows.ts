import type { Db } from '../db.ts';
import { InvalidInput } from '../errors.ts';
import { protectCell } from './csv-cells.ts';
import type { KeptElsewhere } from './kept-elsewhere.ts';
import { selectPage } from './queries/people.ts';
import { say } from './say.ts';

const pageSize = 1_000;
const ownColumns = ['address', 'name', 'language', 'time_zone', 'created_at', 'confirmed', 'ended'];

/** What of whom is exported. */
export interface ExportChoice {
  /** Only who is confirmed for this newsletter; null: everybody. */
  newsletterId: number | null;
  /** Of `exportColumns`, in their order. */
  columns: string[];
}

/** Every column that there is, ours before those of other domains. */
export function exportColumns(elsewhere: KeptElsewhere[]): string[] {
  return [...ownColumns, ...elsewhere.flatMap(({ exported }) => exported.columns)];
}

/**
 * A choice with its columns in order, each once.
 * @throws InvalidInput where none is left
 */
export function readChoice(
  { newsletterId, columns }: ExportChoice,
  elsewhere: KeptElsewhere[],
): ExportChoice {
  const all = exportColumns(elsewhere);
  const chosen = all.filter((column) => columns.includes(column));
  if (chosen.length > 0) return { newsletterId, columns: chosen };
  throw new InvalidInput(say.chooseFields(all.join(', ')));
}

/** Rows of an export, some at a time; `count` grows with each. */
export async function* exportRows(
  db: Db,
  { newsletterId, columns }: ExportChoice,
  elsewhere: KeptElsewhere[],
  now: Date,
  count: { people: number },
): AsyncGenerator<string[]> {
  const asked = elsewhere.filter(({ exported }) => exported.columns.some((one) => columns.includes(one)));
  for (let afterId = 0; ; ) {
    const page = await selectPage(db, afterId, pageSize, newsletterId);
    const ids = page.map(({ id }) => id);
    const kept = await Promise.all(
      asked.map(async ({ exported }) => ({ exported, cells: await exported.cellsOf(db, ids, now) })),
    );
    for (const row of page) {
      const values = ownCells(row);
      for (const { exported, cells } of kept)
        for (const [index, column] of exported.columns.entries())
          values.set(column, cells.get(row.id)?.[index] ?? '');
      yield columns.map((column) => protectCell(values.get(column) ?? ''));
      count.people += 1;
    }
    afterId = page.at(-1)?.id ?? afterId;
    if (page.length < pageSize) return;
  }
}

function ownCells(row: Awaited<ReturnType<typeof selectPage>>[number]): Map<string, string> {
  const { address, name, language, timeZone, createdAt, subscriptions } = row;
  const slugsIn = (state: string): string =>
    subscriptions
      .filter((one) => one.state === state)
      .map(({ slug }) => slug)
      .join(' ');
  const cells = [address, name, language ?? '', timeZone ?? '', createdAt.toISOString()];
  return new Map(
    [...cells, slugsIn('confirmed'), slugsIn('ended')].map((cell, index) => [ownColumns[index] ?? '', cell]),
  );
}
