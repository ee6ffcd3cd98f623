import { type Block, kindOf, saysNothing } from './blocks/index.ts';
import { shareCredit } from './credits.ts';
import { withoutMarkers } from './escape.ts';
import { compilePage } from './layout.ts';
import { type KeptPromise, keptPromise, keptPromiseText } from './kept-promise.ts';
import { createLook } from './look.ts';
import { masthead, mastheadText } from './masthead.ts';
import { directionOf, textsOf } from './texts.ts';
import { topicTextsOf } from './topic-texts.ts';
import { audienceMark, type Context, type EditionProps, type Mail, type PublicationProps } from './types.ts';

/** What a digest is made of; everything in it is shown literally. */
export interface DigestProps {
  publication: PublicationProps;
  newsletter: { name: string };
  edition: EditionProps;
  blocks: Block[];
  /** What those who voted for it are told beside the stories; none where nothing is said. */
  kept?: KeptPromise[];
  /** The origin that paths of pictures stand at. */
  baseUrl: string;
}

/** What stands in the place of each reader's own: marked slots for a mail, plain addresses for a page. */
export interface DigestSlots {
  address: string | null;
  unsubscribe: string | null;
  preferences: string | null;
  viewOnline: string | null;
  subscribe: string | null;
  link(url: string): string;
  /** What is put around a block that only some readers see; null leaves the block out. */
  segment(audience: string): { open: string; close: string } | null;
  why: string | null;
  /** The segment of those who voted for what an article is about; null where nobody did. */
  voted?(url: string): string | null;
}

/**
 * Renders an edition, once for all its readers.
 * @throws Error where the mail is past the size that mail programs show in full
 */
export async function renderDigest(given: DigestProps, slots: DigestSlots): Promise<Mail> {
  const props = withoutMarkers(given);
  const { subject, language, preheader } = props.edition;
  const shown = props.blocks
    .filter((block) => !saysNothing(block))
    .flatMap((block) => {
      const marks = marksOf(block, slots);
      return marks === null ? [] : [{ block, marks }];
    });
  const shared = shareCredit(shown.map(({ block }) => block));
  const context = contextOf(props, slots, shared !== null);
  const body = shown.map(
    ({ block, marks }, index) =>
      raw(marks.open) + mjmlOf(shared?.[index] ?? block, context) + raw(marks.close),
  );
  const texts = shown.map(
    ({ block, marks }) => `${marks.open}${kindOf(block).text(block, context)}\n\n${marks.close}`,
  );
  const kept = (props.kept ?? []).flatMap((promise) => {
    const marks = slots.segment(promise.segment);
    return marks === null ? [] : [{ promise, marks }];
  });
  const keptHtml = kept.map(
    ({ promise, marks }) => raw(marks.open) + keptPromise(promise, language, context) + raw(marks.close),
  );
  const keptText = kept.map(
    ({ promise, marks }) => `${marks.open}${keptPromiseText(promise, language, context)}\n\n${marks.close}`,
  );
  const html = await compilePage({
    language,
    rtl: context.rtl,
    title: subject,
    preheader,
    body: masthead(props, context) + keptHtml.join('') + body.join(''),
    look: context.look,
  });
  return {
    subject,
    html,
    text: `${mastheadText(props, context)}\n\n${[...keptText, ...texts].join('')}`.trimEnd() + '\n',
  };
}

function contextOf(
  { publication, newsletter, edition, baseUrl }: DigestProps,
  slots: DigestSlots,
  sharesCredit: boolean,
): Context {
  const { address, unsubscribe, preferences, viewOnline, subscribe } = slots;
  const texts = textsOf(edition.language);
  return {
    look: createLook(publication.theme),
    language: edition.language,
    texts: sharesCredit ? { ...texts, photo: texts.photos } : texts,
    rtl: directionOf(edition.language) === 'rtl',
    link: slots.link,
    asset: (src) => (src.startsWith('/') ? baseUrl + src : src),
    segment: (audience, content) => {
      const marks = slots.segment(audience);
      return marks === null ? '' : marks.open + content + marks.close;
    },
    why: slots.why,
    voted: (url, content) => {
      const name = slots.voted?.(url) ?? null;
      const marks = name === null ? null : slots.segment(name);
      return marks === null
        ? ''
        : marks.open + content(topicTextsOf(edition.language).youVoted) + marks.close;
    },
    footer: {
      publication: publication.name,
      postalAddress: publication.postalAddress,
      newsletter: newsletter.name,
      address,
      unsubscribe,
      preferences,
      viewOnline,
      subscribe,
    },
  };
}

function mjmlOf(block: Block, context: Context): string {
  return kindOf(block).mjml(block, context);
}

/** What stands around a block: all of it must be right for whoever is to see it. Null leaves it out. */
function marksOf(block: Block, slots: DigestSlots): { open: string; close: string } | null {
  const audiences = block.audience === null ? [] : [audienceMark(block.audience)];
  const except = 'except' in block ? block.except.map((name) => `!${name}`) : [];
  const marks = [...audiences, ...except].map((audience) => slots.segment(audience));
  if (marks.some((mark) => mark === null)) return null;
  return {
    open: marks.map((mark) => mark?.open).join(''),
    close: marks
      .toReversed()
      .map((mark) => mark?.close)
      .join(''),
  };
}

/** A marker between sections, where MJML lets it stand as it is. */
function raw(marker: string): string {
  return marker === '' ? '' : `<mj-raw>${marker}</mj-raw>`;
}
