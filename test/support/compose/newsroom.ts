import assert from 'node:assert/strict';
import sharp from 'sharp';
import { system } from '../../../src/access/actor.ts';
import { insertImage } from '../../../src/articles/queries.ts';
import { json } from '../../../src/db.ts';
import { requireRow } from '../../../src/editions/edition.ts';
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

/** Gives an edition what is no text: its stories pictures, of which the desk may show a part, and a block with a button. */
export async function furnishEdition({ db }: Services, editionId: number): Promise<void> {
  const data = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#345' } })
    .png()
    .toBuffer();
  const hash = 'cd'.repeat(16);
  await insertImage(db, { hash, mediaType: 'image/png', width: 100, height: 100, data });
  const image = { src: `/i/${hash}`, width: 100, height: 100, alt: 'A port', credit: '' };
  const { blocks } = await requireRow(db, editionId);
  const pictured = (blocks as Array<{ article?: object }>).map((block) =>
    block.article === undefined ? block : { ...block, article: { ...block.article, image } },
  );
  const button = { label: 'Write to us', url: 'https://courier.example/answers' };
  const letter = { kind: 'patrons-only', v: 1, audience: 'patron', title: 'A letter', text: 'Thank you.' };
  await db
    .updateTable('editions')
    .set({ blocks: json([{ ...letter, key: 'letter01', button }, ...pictured]) })
    .where('id', '=', editionId)
    .execute();
}
