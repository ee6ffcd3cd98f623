import { createHash } from 'node:crypto';
import { system } from '../../../src/access/actor.ts';
import { keepArticle } from '../../../src/articles/keep-articles.ts';
import { addSource } from '../../../src/articles/sources.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { assemble } from '../../../src/editions/assemble.ts';
import { setRules } from '../../../src/editions/rules.ts';
import type { SampleArticle } from '../../../src/local/sample/article.ts';
import { sampleArticles } from '../../../src/local/sample/articles/index.ts';
import { drawScene, type Scene } from '../../../src/local/sample/pictures.ts';
import { sampleNewsletters, samplePublication, sampleRules } from '../../../src/local/sample/publication.ts';
import { sampleReaders } from '../../../src/local/sample/readers.ts';
import { sampleTiers } from '../../../src/local/sample/tiers.ts';
import { addTier } from '../../../src/memberships/tiers.ts';
import { addNewsletter, type Newsletter } from '../../../src/publication/newsletters.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { setSender } from '../../../src/publication/senders.ts';
import type { Services } from '../../../src/services.ts';
import { addSubscriber } from '../../../src/subscribers/add-subscriber.ts';
import sharp from 'sharp';

const site = 'https://courier.example';

export interface LivelyNewsroom {
  daily: Newsletter;
  weekly: Newsletter;
  flash: Newsletter;
  draw: (scene: Scene) => Promise<Buffer>;
}

/**
 * The sample newspaper as a newsroom of its own: its look, newsletters, tiers, sources and readers.
 * @param withPictures whether its drawings are made, which takes a while, where a plain one would do
 */
export async function openLively(
  services: Services,
  { withPictures }: { withPictures: boolean },
): Promise<LivelyNewsroom> {
  const { db } = services;
  await setPublication(db, system, { ...samplePublication, isSample: false, appeals: { holdback: 0 } });
  const sender = { fromName: 'The Dnipro Courier', fromAddress: 'courier@courier.example' };
  await setSender(db, system, null, { ...sender, replyTo: 'desk@courier.example' });
  const daily = await addNewsletter(db, system, sampleNewsletters.daily);
  const weekly = await addNewsletter(db, system, sampleNewsletters.weekly);
  const flash = await addNewsletter(db, system, { slug: 'flash', name: 'Flash', priority: 'alert' });
  await setSender(db, system, flash.id, { ...sender, fromName: 'Flash', replyTo: null });
  const rules = { ...sampleRules(site).daily, minArticles: 1 };
  for (const { id } of [daily, weekly]) await setRules(db, system, id, rules);
  for (const tier of sampleTiers) await addTier(db, system, tier);
  await addSource(db, system, { url: `${site}/feed`, title: 'The Dnipro Courier' });
  await addSource(db, system, { url: 'https://wire.example/rss', title: 'The wire' });
  await db
    .updateTable('sources')
    .set({ failures: 4, lastError: 'HTTP 500' })
    .where('title', '=', 'The wire')
    .execute();
  for (const { name, address, language } of sampleReaders)
    await addSubscriber(services, {
      actor: system,
      address,
      name,
      language,
      newsletterIds: [daily.id, flash.id],
      attestation: 'they signed up on paper',
      source: 'sample',
    });
  const plain = await sharp({ create: { width: 800, height: 450, channels: 3, background: '#486' } })
    .jpeg()
    .toBuffer();
  const draw = withPictures ? drawScene : () => Promise.resolve(plain);
  return { daily, weekly, flash, draw };
}

/** The sample newspaper's stories that no edition has yet, from the front. */
export function takeStories(): (count: number) => SampleArticle[] {
  const left = [...sampleArticles];
  return (count) => left.splice(0, count);
}

/** Keeps stories as they would come from their feed. */
export async function publish(
  services: Services,
  { draw }: Pick<LivelyNewsroom, 'draw'>,
  stories: SampleArticle[],
): Promise<void> {
  for (const { slug, title, standfirst, author, category, picture, paragraphs } of stories) {
    const url = `${site}/${slug}`;
    const image =
      picture === null ? null : { url: `${url}.jpg`, alt: picture.alt, credit: 'The Dnipro Courier' };
    if (picture !== null) await keepPicture(services, `${url}.jpg`, await draw(picture.scene));
    const html = paragraphs.map((text) => `<p>${text}</p>`).join('');
    const text = { guid: slug, url, title, standfirst, author, html, image, categories: [category] };
    const publishedAt = new Date(Date.now() - 60_000);
    await keepArticle(
      services.db,
      null,
      { ...text, language: 'en', publishedAt },
      new Date(Date.now() - 30_000),
    );
  }
}

async function keepPicture({ db }: Services, url: string, drawing: Buffer): Promise<void> {
  const data = await sharp(drawing).resize({ width: 800 }).jpeg().toBuffer();
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 32);
  const image = { hash, mediaType: 'image/jpeg', width: 800, height: 450, data };
  await db
    .insertInto('images')
    .values(image)
    .onConflict((one) => one.doNothing())
    .execute();
  await db.insertInto('imageFetches').values({ url, hash }).execute();
}

/** A digest of these stories; gives its id. */
export async function assembleOf(
  services: Services,
  newsroom: LivelyNewsroom,
  newsletterId: number,
  stories: SampleArticle[],
  words: { subject?: string; preheader?: string } = {},
): Promise<number> {
  await publish(services, newsroom, stories);
  await services.db.deleteFrom('assemblies').execute();
  const request = { newsletterId, cause: 'schedule', actor: system, evenIfNotDue: true } as const;
  const run = await assemble(services, request);
  if (!run?.editionId) throw new Error(run?.reason ?? 'nothing was assembled');
  if (Object.keys(words).length > 0) await editEdition(services.db, system, run.editionId, words);
  return run.editionId;
}
