import assert from 'node:assert/strict';
import { system } from '../../src/access/actor.ts';
import { keepArticle } from '../../src/articles/keep-articles.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { listNewsletters } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';

/** Stories by their titles, published a minute ago, and the digest of the first newsletter that is assembled of them; gives its id. */
export async function assembleDigest(
  services: Services,
  titles: string[] = ['Bread is dearer again', 'The bridge opens in spring', 'A school under the ground'],
): Promise<number> {
  const { db } = services;
  for (const title of titles) {
    const content = {
      guid: title,
      url: `https://courier.example/${encodeURIComponent(title)}`,
      title,
      standfirst: `What is known so far: ${title}.`,
      author: 'Olena Kovalenko',
      html: '<p>Text</p>',
      image: null,
      categories: ['Society'],
      language: 'en',
      publishedAt: new Date(Date.now() - 60_000),
    };
    await keepArticle(db, null, content, new Date(Date.now() - 30_000));
  }
  const [newsletter] = await listNewsletters(db);
  assert.ok(newsletter);
  const run = await assemble(services, { newsletterId: newsletter.id, cause: 'person', actor: system });
  assert.ok(run?.editionId, run?.reason ?? 'nothing was assembled');
  return run.editionId;
}
