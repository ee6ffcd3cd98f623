import { type Block, kindOf } from './blocks/index.ts';
import { escapeHtml, paragraphsOf, withoutMarkers } from './escape.ts';
import { compilePage } from './layout.ts';
import { createLook } from './look.ts';
import { column, paragraphs, prose, rule, section } from './parts.ts';
import { stack, underline, wrap } from './plain.ts';
import { directionOf, longDate, textsOf } from './texts.ts';
import type { Audience, Context, Footer, Mail, PublicationProps } from './types.ts';

/** What a digest is made of; everything in it is shown literally. */
export interface DigestProps {
  publication: PublicationProps;
  newsletter: { name: string };
  edition: {
    number: number;
    /** ISO 8601, an instant. */
    date: string;
    timeZone: string;
    language: string;
    subject: string;
    preheader: string;
    /** The editor's words before the first story; may be empty. */
    intro: string;
  };
  blocks: Block[];
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
  segment(audience: Audience): { open: string; close: string } | null;
}

/**
 * Renders an edition, once for all its readers.
 * @throws Error where the mail is past the size that mail programs show in full
 */
export async function renderDigest(given: DigestProps, slots: DigestSlots): Promise<Mail> {
  const props = withoutMarkers(given);
  const { publication, newsletter, edition } = props;
  const footer: Footer = {
    publication: publication.name,
    postalAddress: publication.postalAddress,
    newsletter: newsletter.name,
    address: slots.address,
    unsubscribe: slots.unsubscribe,
    preferences: slots.preferences,
    viewOnline: slots.viewOnline,
    subscribe: slots.subscribe,
  };
  const context: Context = {
    look: createLook(publication.theme),
    texts: textsOf(edition.language),
    rtl: directionOf(edition.language) === 'rtl',
    link: slots.link,
    asset: (src) => (src.startsWith('/') ? props.baseUrl + src : src),
    footer,
  };
  const shown = props.blocks.flatMap((block) => {
    const marks = block.audience === null ? { open: '', close: '' } : slots.segment(block.audience);
    return marks === null ? [] : [{ block, marks }];
  });
  const body = shown.map(
    ({ block, marks }) => raw(marks.open) + kindOf(block).mjml(block, context) + raw(marks.close),
  );
  const texts = shown.map(
    ({ block, marks }) => `${marks.open}${kindOf(block).text(block, context)}\n\n${marks.close}`,
  );
  const html = await compilePage({
    language: edition.language,
    rtl: context.rtl,
    title: edition.subject,
    preheader: edition.preheader,
    body: masthead(props, context) + body.join(''),
    look: context.look,
  });
  return {
    subject: edition.subject,
    html,
    text: `${mastheadText(props, context)}\n\n${texts.join('')}`.trimEnd() + '\n',
  };
}

/** A marker between sections, where MJML lets it stand as it is. */
function raw(marker: string): string {
  return marker === '' ? '' : `<mj-raw>${marker}</mj-raw>`;
}

function datelineOf({ newsletter, edition }: DigestProps, { texts }: Context): string[] {
  return [
    longDate(edition.date, edition.language, edition.timeZone),
    newsletter.name,
    texts.number(edition.number),
  ];
}

function masthead(props: DigestProps, context: Context): string {
  const { publication, edition } = props;
  const { look, rtl } = context;
  const { logo } = publication.theme;
  const name = escapeHtml(publication.name);
  const set = prose(
    `<h1 class="masthead-name" style="margin:0;font-size:42px;line-height:1.1;font-weight:700;letter-spacing:-0.01em">${name}</h1>`,
    context,
    { size: 42, height: '1.1', font: look.heading, align: 'center', padding: '0' },
  );
  const pictured =
    logo === null
      ? ''
      : `<mj-image src="${escapeHtml(context.asset(logo.src))}" alt="${name}" width="${logo.width}px" height="${logo.height}px" align="center" padding="0" />`;
  const soft = { colour: look.light.soft, css: 'soft', align: 'center' };
  const tagline =
    publication.tagline === ''
      ? ''
      : prose(`<em>${escapeHtml(publication.tagline)}</em>`, context, {
          ...soft,
          size: 14,
          height: '1.4',
          font: look.heading,
          padding: '6px 0 0',
        });
  const spacing = rtl ? '0' : '0.06em';
  // On a phone the line breaks between its parts only, behind a dot.
  const line = datelineOf(props, context)
    .map((part) => `<span style="white-space:nowrap">${escapeHtml(part)}</span>`)
    .join('&nbsp;&nbsp;·&nbsp; ');
  const dateline = prose(
    `<span style="letter-spacing:${spacing};text-transform:uppercase">${line}</span>`,
    context,
    { ...soft, size: 11, height: '1.5', padding: '9px 0' },
  );
  const rows = rule(context, '20px 0 0', 3, true) + dateline + rule(context, '0', 1, true);
  const intro = paragraphsOf(edition.intro);
  const words =
    intro.length === 0
      ? ''
      : section(
          column(prose(paragraphs(intro), context, { size: 17, height: '1.55', font: look.heading })),
          context,
          { bottom: 22 },
        );
  return (
    section(column((logo === null ? set : pictured) + tagline + rows), context, { top: 32, bottom: 22 }) +
    words
  );
}

function mastheadText(props: DigestProps, context: Context): string {
  const { publication, edition } = props;
  const view = context.footer.viewOnline;
  return stack(
    underline(publication.name.toLocaleUpperCase(), '='),
    wrap(publication.tagline),
    wrap(datelineOf(props, context).join(' · ')),
    view !== null && `${context.texts.viewOnline}: ${view}`,
    ...paragraphsOf(edition.intro).map((part) => wrap(part)),
  );
}
