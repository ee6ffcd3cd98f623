import { escapeHtml, paragraphsOf } from './escape.ts';
import { column, paragraphs, prose, rule, section } from './parts.ts';
import { stack, underline, wrap } from './plain.ts';
import { longDate } from './texts.ts';
import type { Context, EditionProps, PublicationProps } from './types.ts';

interface MastheadProps {
  publication: PublicationProps;
  newsletter: { name: string };
  edition: EditionProps;
}

/** The head of an edition: name or logo, tagline, dateline, and the editor's first words. */
export function masthead(props: MastheadProps, context: Context): string {
  const { publication, edition } = props;
  const name = publication.theme.logo === null ? nameplate(publication.name, context) : logo(props, context);
  const rows = rule(context, '20px 0 0', 3, true) + dateline(props, context) + rule(context, '0', 1, true);
  const head = column(name + tagline(publication.tagline, context) + rows);
  return section(head, context, { top: 32, bottom: 22 }) + intro(edition.intro, context);
}

function nameplate(name: string, context: Context): string {
  return prose(
    `<h1 class="masthead-name" style="margin:0;font-size:42px;line-height:1.1;font-weight:700;letter-spacing:-0.01em">${escapeHtml(name)}</h1>`,
    context,
    { size: 42, height: '1.1', font: context.look.heading, align: 'center' },
  );
}

function logo({ publication: { name, theme } }: MastheadProps, context: Context): string {
  const { src, width, height } = theme.logo ?? { src: '', width: 0, height: 0 };
  return `<mj-image src="${escapeHtml(context.asset(src))}" alt="${escapeHtml(name)}" width="${width}px" height="${height}px" align="center" padding="0" />`;
}

function tagline(text: string, context: Context): string {
  if (text === '') return '';
  const { look, rtl } = context;
  // Arabic and Hebrew have no italics.
  const words = rtl ? escapeHtml(text) : `<em>${escapeHtml(text)}</em>`;
  return prose(words, context, {
    size: 14,
    height: '1.4',
    colour: look.light.soft,
    css: 'soft tagline',
    font: look.heading,
    align: 'center',
    padding: '6px 0 0',
  });
}

/** On a phone the date has a line to itself, without the dot; a name that is too long breaks before its dot. */
function dateline(props: MastheadProps, context: Context): string {
  const [day = '', name = '', number = ''] = datelineOf(props, context).map(escapeHtml);
  const spacing = context.rtl ? '' : 'letter-spacing:0.05em;';
  const html =
    `<span class="dateline" style="${spacing}text-transform:uppercase"><span style="white-space:nowrap">${day}</span>` +
    `<i style="font-style:normal">&nbsp; · &nbsp;</i><span>${name} &nbsp;·&nbsp; ${number.replaceAll(' ', '&nbsp;')}</span></span>`;
  return prose(html, context, {
    size: 12,
    height: '1.6',
    colour: context.look.light.soft,
    css: 'soft',
    align: 'center',
    padding: '8px 0',
  });
}

function intro(text: string, context: Context): string {
  const parts = paragraphsOf(text);
  if (parts.length === 0) return '';
  const words = prose(paragraphs(parts), context, { size: 17, height: '1.55', font: context.look.heading });
  return section(column(words), context, { bottom: 22 });
}

function datelineOf({ newsletter, edition }: MastheadProps, { texts }: Context): string[] {
  return [
    longDate(edition.date, edition.language, edition.timeZone),
    newsletter.name,
    texts.number(edition.number),
  ];
}

export function mastheadText(props: MastheadProps, context: Context): string {
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
