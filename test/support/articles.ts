import { keepArticle } from '../../src/articles/keep-articles.ts';
import type { Db } from '../../src/db.ts';

const categories = ['Energy', 'Politics', 'Europe', 'Economy', 'Culture'];

/** Articles as a newspaper has them; `batch` tells those of one call from another's. */
export async function writeArticles(db: Db, count: number, batch: string): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const slug = `${batch}-a-headline-of-the-usual-length-${index}`;
    const content = {
      guid: slug,
      url: `https://courier.example/news/2026/11/${slug}`,
      title: `What a headline of the usual length says about the matter, number ${index} of ${batch}`,
      standfirst:
        'Neighbours wired eleven stairwells to one bank of batteries. The idea is now spreading faster than the ministry can count.',
      author: 'Daryna Melnyk',
      html: '<p>The text of the story.</p>',
      image: null,
      categories: [categories[index % categories.length] ?? ''],
      language: 'en',
      publishedAt: new Date(),
    };
    await keepArticle(db, null, content, new Date());
  }
}
