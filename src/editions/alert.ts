import { z } from 'zod';
import type { Block, BlockArticle } from '../../emails/index.ts';
import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Article } from '../articles/article.ts';
import { canonicalUrl } from '../articles/canonical-url.ts';
import { findArticle } from '../articles/find-article.ts';
import { storeImage } from '../articles/images/store-image.ts';
import { keepArticle } from '../articles/keep-articles.ts';
import type { Db } from '../db.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { type Newsletter, requireNewsletter } from '../publication/newsletters.ts';
import { invalid } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { withKeys } from './compose/with-keys.ts';
import { editEdition } from './edit.ts';
import { type Edition, requireEdition, toEdition } from './edition.ts';
import { localDateOf } from './local-day.ts';
import { lockNewsletter } from './queries/assembly.ts';
import { insertEdition, insertEditionArticles, selectEditionBySlug } from './queries/editions.ts';
import { shorten } from './subject.ts';
import { wrong } from '../wrong-values.ts';
import { say } from './say.ts';

const line = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => cleanLine(text, most));
const schema = z.strictObject({
  newsletterId: z.number().int(),
  headline: line(120).refine((text) => text !== '', { error: wrong.empty }),
  text: line(400),
  url: z.url({ protocol: /^https?$/, error: wrong.notHttp }).max(2_000),
  /** A picture's address; null: none. */
  picture: z
    .url({ protocol: /^https?$/, error: wrong.notHttp })
    .max(2_000)
    .nullable(),
  /** Of the form that it was written in: pressed twice it is one alert, and changed it is still the same. */
  once: z.string().regex(/^[0-9a-f-]{12,36}$/, { error: wrong.notWhole }),
});

type BlockImage = NonNullable<BlockArticle['image']>;
export type Alert = z.input<typeof schema>;
type Parsed = z.infer<typeof schema>;

const preheaderLength = 140;

/**
 * Makes an alert: an edition of one story, for a newsletter of alerts. It waits for approval, as any edition.
 * @throws InvalidInput naming each wrong value; Conflict where it has been approved already
 */
export async function makeAlert(
  services: Services,
  actor: Actor,
  alert: Alert,
  now: Date = new Date(),
): Promise<Edition> {
  demand(actor, 'editions.write', now);
  const parsed = schema.safeParse(alert);
  if (!parsed.success) throw invalid('alert', parsed.error, alert);
  const newsletter = await requireNewsletter(services.db, parsed.data.newsletterId);
  if (newsletter.priority !== 'alert') throw new InvalidInput(say.noAlerts(newsletter.slug));
  // Fetched before the transaction: another server answers when it likes.
  const image = await pictureOf(services, parsed.data);
  const made = await services.db
    .transaction()
    .execute((trx) => insertAlert(trx, actor, newsletter, { ...parsed.data, image }, now));
  return made.isNew ? made.edition : changeAlert(services.db, actor, made.edition, parsed.data, image);
}

async function pictureOf(services: Services, { picture }: Parsed): Promise<BlockImage | null> {
  if (picture === null) return null;
  const stored = await storeImage(services, picture);
  if (stored === null) throw new InvalidInput(say.noPicture(picture));
  const { hash, width, height } = stored;
  return { src: `/i/${hash}`, width, height, alt: '', credit: '' };
}

async function insertAlert(
  trx: Db,
  actor: Actor,
  newsletter: Newsletter,
  alert: Parsed & { image: BlockImage | null },
  now: Date,
): Promise<{ edition: Edition; isNew: boolean }> {
  await lockNewsletter(trx, newsletter.id);
  const { headline, text, once } = alert;
  const day = localDateOf(now, newsletter.timeZone).toString();
  const slug = `${newsletter.slug}-${once.replaceAll('-', '').slice(0, 12)}`;
  const known = await selectEditionBySlug(trx, slug);
  if (known !== undefined) return { edition: toEdition(known), isNew: false };
  const article = await articleOf(trx, alert, newsletter, now);
  const row = await insertEdition(trx, {
    newsletterId: newsletter.id,
    slug,
    language: newsletter.language,
    timeZone: newsletter.timeZone,
    subject: headline,
    preheader: shorten(text, preheaderLength),
    blocks: withKeys(blocksOf(alert, article)),
    editedBy: describeActor(actor),
    createdAt: now,
  });
  await insertEditionArticles(trx, row.id, [{ articleId: article.id, block: 'lead' }]);
  const detail = { headline, day, url: article.url };
  await recordAudit(trx, actor, 'edition.alert', `edition:${row.id}`, detail);
  return { edition: toEdition(row), isNew: true };
}

/** From the pool, or added to it: the next digest has it too, and a source that lists it later writes its text. */
async function articleOf(
  trx: Db,
  { headline, text, url }: Parsed,
  { language }: Newsletter,
  now: Date,
): Promise<Pick<Article, 'id' | 'url'>> {
  const known = await findArticle(trx, url);
  if (known !== null) return known;
  const content = {
    guid: null,
    url: canonicalUrl(url),
    title: headline,
    standfirst: text,
    author: '',
    html: '',
    image: null,
    categories: [],
    language,
    publishedAt: now,
  };
  await keepArticle(trx, null, content, now);
  const added = await findArticle(trx, url);
  if (added === null) throw new Conflict(say.addedMeanwhile(url));
  return added;
}

function blocksOf(
  { headline, text, url, image }: Parsed & { image: BlockImage | null },
  { id }: Pick<Article, 'id'>,
): Block[] {
  const story = { author: '', category: '', updated: false, readAlso: [] };
  const article = { ...story, id, title: headline, url, standfirst: text, image };
  return [
    { kind: 'lead', v: 1, audience: null, article },
    { kind: 'footer', v: 1, audience: null, text: '' },
  ];
}

/** The same form once more: nothing where it says the same. */
async function changeAlert(
  db: Db,
  actor: Actor,
  edition: Edition,
  alert: Parsed,
  image: BlockImage | null,
): Promise<Edition> {
  const { id, state, subject, blocks } = edition;
  const [first] = blocks;
  const before = first?.kind === 'lead' ? first.article : null;
  const { headline, text, url } = alert;
  const isSame =
    subject === headline &&
    before?.standfirst === text &&
    before.url === url &&
    (before.image?.src ?? null) === (image?.src ?? null);
  if (isSame) return edition;
  if (state !== 'draft') throw new Conflict(say.alertApproved(id));
  await db.transaction().execute(async (trx) => {
    const article = await articleOf(
      trx,
      alert,
      await requireNewsletter(trx, edition.newsletterId),
      new Date(),
    );
    await editEdition(trx, actor, id, {
      subject: headline,
      preheader: shorten(text, preheaderLength),
      editBlocks: () => blocksOf({ ...alert, image }, article),
    });
  });
  return requireEdition(db, id);
}
