import { createHash } from 'node:crypto';
import {
  type DigestProps,
  type DigestSlots,
  type KeptPromise,
  type Mail,
  renderDigest,
} from '../../emails/index.ts';
import { Conflict, messageOf } from '../errors.ts';
import { segment, slot } from '../delivery/markers.ts';
import { isPrivate, isShownTo, namesIn } from '../delivery/segments.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import type { Newsletter } from '../publication/newsletters.ts';
import type { Publication } from '../publication/publication.ts';
import type { Sender } from '../publication/senders.ts';
import type { Edition } from './edition.ts';
import { articlesIn } from './edition-articles.ts';
import { type Heading, headingOf } from './envelope.ts';
import { say } from './say.ts';
import { type FrozenSubjectTest, frozenTestOf, subjectsOf } from './subjects/subject-test.ts';

/** What a revision is made of. */
export interface FrozenContent extends DigestProps {
  heading: Heading;
  /** The segments of those whom it tells that they voted for something, so that the next edition need not. */
  told: string[];
  /** Where several subjects are tried. */
  subjectTest?: FrozenSubjectTest;
}

/** An edition's frozen text: what it is made of, the mails rendered from it, and its page. */
export interface Frozen {
  hash: string;
  content: FrozenContent;
  /** One for each subject. */
  mails: Mail[];
  webHtml: string;
  /** Where the numbered links of the mails lead. */
  links: Array<{ url: string; articleId: number | null }>;
}

/** Everything that an edition is rendered from. */
export interface Sources {
  edition: Edition;
  newsletter: Newsletter;
  publication: Publication;
  sender: Sender;
  /** Segments of those who voted for what an article is about, by its address. */
  voted: ReadonlyMap<string, string>;
  /** What their voters are still to be told, where none of its stories does. */
  kept: KeptPromise[];
}

/**
 * Renders an edition as it would go out, however large it is. The same content gives the same hash.
 * @param publicUrl where pictures and the page stand
 * @throws Conflict where no mail can be made of it
 */
export async function freezeEdition(
  { edition, newsletter, publication, sender, voted, kept }: Sources,
  publicUrl: string,
): Promise<Frozen> {
  const digest = { ...contentOf(edition, newsletter, publication, publicUrl), kept };
  const links = new LinkList(newsletter, edition);
  const viewOnline = `${publicUrl}/editions/${edition.slug}`;
  const slots: DigestSlots = {
    address: slot('address'),
    unsubscribe: slot('unsubscribe'),
    preferences: slot('preferences'),
    viewOnline,
    subscribe: null,
    link: (url) => (isSupport(url, publicUrl) ? slot('support') : (voteSlot(url, edition) ?? links.add(url))),
    segment,
    voted: (url) => voted.get(url) ?? null,
    why: slot('why'),
  };
  const mails: Mail[] = [];
  for (const words of subjectsOf(edition))
    mails.push(await render({ ...digest, edition: { ...digest.edition, ...words } }, slots));
  const web = await render(digest, {
    address: null,
    unsubscribe: null,
    preferences: null,
    viewOnline: null,
    subscribe: `${publicUrl}/subscribe`,
    link: (url) => url,
    segment: (audience) => (isShownTo(audience, onTheWeb) ? { open: '', close: '' } : null),
    why: null,
  });
  const told = [...namesIn(mails.flatMap(({ html, text }) => [html, text]))].filter(isPrivate);
  const heading = headingOf(sender, newsletter, publicUrl);
  const test = frozenTestOf(edition);
  const content = { ...digest, heading, told, ...(test !== null && { subjectTest: test }) };
  const hash = createHash('sha256')
    .update(JSON.stringify([content, ...mails, links.all]))
    .digest('hex');
  return { hash, content, mails, webHtml: web.html, links: links.all };
}

async function render(digest: DigestProps, slots: DigestSlots): Promise<Mail> {
  try {
    return await renderDigest(digest, slots);
  } catch (error) {
    throw new Conflict(say.notRendered(messageOf(error)));
  }
}

// The page of an edition is nobody's own: it is as a reader sees it who does not pay.
const onTheWeb = new Set(['reader', 'appeal']);

/** Our own page of support: a mail leads to it by the reader's own link, which says which mail it was. */
function isSupport(address: string, publicUrl: string): boolean {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}` === `${publicUrl}/support`;
}

/**
 * The ballot of the edition: a mail leads to it by the reader's own link, and no click on it is counted; nor is one that
 * leads on to an option, from whichever block: it would say what somebody leans to.
 */
function voteSlot(address: string, { blocks }: Edition): string | null {
  const [page = '', option] = address.split('#');
  const ballot = blocks.find((block) => block.kind === 'ballot' && block.url === page);
  if (ballot?.kind !== 'ballot') return null;
  const vote = slot(
    `vote:${ballot.audience.slice('ballot:'.length)}:${new URL(page).pathname.split('/').at(-1)}`,
  );
  return option === undefined ? vote : `${vote}#${option}`;
}

/** What an edition is rendered from, as the mails take it. */
export function contentOf(
  edition: Edition,
  newsletter: Newsletter,
  publication: Publication,
  baseUrl: string,
): DigestProps {
  const { number, createdAt, timeZone, language, subject, preheader, intro, blocks } = edition;
  return {
    publication: mailTheme(publication),
    newsletter: { name: newsletter.name },
    edition: { number, date: createdAt.toISOString(), timeZone, language, subject, preheader, intro },
    blocks,
    baseUrl,
  };
}

/** Numbers each address once, in the order of reading; one address is one link, wherever it stands. */
class LinkList {
  readonly all: Array<{ url: string; articleId: number | null }> = [];
  readonly #newsletter: Newsletter;
  readonly #articles: Map<string, number>;
  readonly #numbers = new Map<string, number>();

  constructor(newsletter: Newsletter, edition: Edition) {
    this.#newsletter = newsletter;
    this.#articles = new Map(articlesIn(edition).map(({ url, id }) => [url, id]));
  }

  add(url: string): string {
    const address = withUtm(url, this.#newsletter.utm);
    if (this.#newsletter.clickMode === 'off') return address;
    const number = this.#numbers.get(address) ?? this.all.length;
    if (number === this.all.length)
      this.all.push({ url: address, articleId: this.#articles.get(url) ?? null });
    this.#numbers.set(address, number);
    return slot(`link:${number}`);
  }
}

/** Adds the newsletter's parameters; one that the address has already stays as it is. */
function withUtm(address: string, utm: Newsletter['utm']): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(utm ?? {}))
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  return url.href;
}
