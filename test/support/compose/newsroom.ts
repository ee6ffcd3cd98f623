import assert from 'node:assert/strict';
import { system } from '../../../src/access/actor.ts';
import { json } from '../../../src/db.ts';
import { setRules } from '../../../src/editions/rules.ts';
import type { Services } from '../../../src/services.ts';
import { writeArticles } from '../articles.ts';
import { openNewsroom } from '../cast.ts';
import { assembleDigest } from '../digest.ts';

/** A newsroom whose digest has stories, a section and headlines, and further articles that do not stand in it. */
export async function composeNewsroom(services: Services) {
  const { db } = services;
  const daily = await openNewsroom(services);
  const sections = [{ title: 'Energy', categories: ['Energy'], cap: 3 }];
  await setRules(db, system, daily.id, { sections, maxArticles: 9 });
  await writeArticles(db, 9, 'first');
  const first = await assembleDigest(services);
  await writeArticles(db, 4, 'later');
  const articles = (await db.selectFrom('articles').select('id').execute()).map(({ id }) => id);
  return { daily, first, articles };
}

/** An edition as another one was assembled, which gives way to it. */
export async function copyEdition({ db }: Services, first: number, number: number): Promise<number> {
  await db.updateTable('editions').set({ state: 'cancelled' }).where('state', '<>', 'cancelled').execute();
  const { id: _id, ...row } = await db
    .selectFrom('editions')
    .selectAll()
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  const copy = { ...row, number, slug: `copy-${number}`, state: 'draft', version: 0, removed: json([]) };
  const made = await db
    .insertInto('editions')
    .values({ ...copy, blocks: json(row.blocks), notes: json([]) })
    .returning('id')
    .executeTakeFirst();
  assert.ok(made);
  const stories = await db.selectFrom('editionArticles').selectAll().where('editionId', '=', first).execute();
  const copies = stories.map((story) => ({ ...story, editionId: made.id }));
  await db.insertInto('editionArticles').values(copies).execute();
  return made.id;
}
