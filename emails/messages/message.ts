import { z } from 'zod';
import { escapeHtml } from '../escape.ts';
import { compilePage } from '../layout.ts';
import { createLook } from '../look.ts';
import {
  anchor,
  callToAct,
  column,
  paragraphs,
  prose,
  rule,
  section,
  senderHtml,
  senderText,
} from '../parts.ts';
import { ruler, stack, underline, wrap } from '../plain.ts';
import { directionOf, textsOf } from '../texts.ts';
import type { Context, Mail, PublicationProps } from '../types.ts';

/** What every message knows: who writes, in which language. */
export interface MessageFrame {
  publication: PublicationProps;
  language: string;
  baseUrl: string;
}

export interface MessageKind<P> {
  schema: z.ZodType<P>;
  content(props: P, frame: MessageFrame): MessageContent;
  sample: P;
}

/** A newsletter, with what is in it where that is to be said. */
export interface ListItem {
  name: string;
  description: string;
}

/** A row of two columns, such as an amount beside its name. */
export interface Fact {
  label: string;
  value: string;
}

export interface MessageContent {
  subject: string;
  title: string;
  paragraphs: string[];
  list?: { label: string; items: ListItem[] };
  facts?: Fact[];
  /** What somebody else wrote, set apart from our own words. */
  quote?: string;
  /** To be typed elsewhere: large, in figures of one width. */
  code?: { label: string; value: string };
  /** Null where there is nothing to open. */
  button: { label: string; url: string } | null;
  small: string;
  /** Below the small print: ways out, plain. */
  links?: Array<{ label: string; url: string }>;
}

export function defineMessage<P>(kind: MessageKind<P>): MessageKind<P> {
  return kind;
}

export const link: z.ZodType<string> = z.url({ protocol: /^https?$/ });

/** Lays a message out in the publication's look: what it is about, one button, and who sent it. */
export async function layOutMessage(
  content: MessageContent,
  { publication, language, baseUrl }: MessageFrame,
): Promise<Mail> {
  const rtl = directionOf(language) === 'rtl';
  const texts = textsOf(language);
  const nobody = { address: null, unsubscribe: null, preferences: null, viewOnline: null, subscribe: null };
  const context: Context = {
    look: createLook(publication.theme),
    texts,
    language,
    rtl,
    link: (url) => url,
    asset: (src) => (src.startsWith('/') ? baseUrl + src : src),
    segment: () => '',
    why: null,
    voted: () => '',
    footer: {
      publication: publication.name,
      postalAddress: publication.postalAddress,
      newsletter: '',
      ...nobody,
    },
  };
  const body = head(publication.name, context) + words(content, context) + foot(context);
  const preheader = content.paragraphs[0] ?? '';
  const html = await compilePage({
    language,
    rtl,
    title: content.subject,
    preheader,
    body,
    look: context.look,
  });
  return { subject: content.subject, html, text: textOf(content, context) };
}

function head(name: string, context: Context): string {
  const { look } = context;
  const set = prose(`<strong>${escapeHtml(name)}</strong>`, context, {
    size: 24,
    height: '1.2',
    font: look.heading,
    align: 'center',
  });
  return section(column(set + rule(context, '18px 0 0', 3, true)), context, { top: 30 });
}

function words(content: MessageContent, context: Context): string {
  const { title, paragraphs: parts, list, facts = [], quote = '', code, button, small, links = [] } = content;
  const heading = prose(
    `<h1 style="margin:0;font-size:28px;line-height:1.2">${escapeHtml(title)}</h1>`,
    context,
    { size: 28, height: '1.2', font: context.look.heading, padding: '0 0 12px' },
  );
  const listedItems = list === undefined ? '' : listed(list, context);
  const said = paragraphs(parts) + quoted(quote, context) + listedItems + tabled(facts, context);
  const text = prose(said, context, { size: 17, height: '1.55' });
  const act =
    (button === null ? '' : callToAct(button.label, button.url, context)) +
    (code === undefined ? '' : codeHtml(code, context));
  const plain = button === null ? '' : plainLink(button.url, context);
  const end = `<p style="margin:0">${escapeHtml(small)}</p>${waysOut(links, context)}${plain}`;
  const soft = { size: 14, height: '1.55', colour: context.look.light.soft, css: 'soft' };
  const all = heading + text + act + prose(end, context, { ...soft, padding: '18px 0 0' });
  return section(column(all), context, { top: 28, bottom: 32 });
}

type List = NonNullable<MessageContent['list']>;

/** One is named in the sentence; several are a list. */
function listed({ label, items }: List, { look, rtl }: Context): string {
  const [first, ...others] = items.map(({ name, description }) => {
    const more = `<br><span class="soft" style="font-size:15px;color:${look.light.soft}">${escapeHtml(description)}</span>`;
    return `<strong style="display:inline-block">${escapeHtml(name)}</strong>${description === '' ? '' : more}`;
  });
  if (others.length === 0) return `<p style="margin:12px 0 0">${escapeHtml(label)} ${first ?? ''}</p>`;
  const side = rtl ? '0 20px 0 0' : '0 0 0 20px';
  const rows = [first, ...others].map((item) => `<li style="margin:4px 0 0">${item}</li>`);
  return `<p style="margin:12px 0 0">${escapeHtml(label)}</p><ul style="margin:4px 0 0;padding:${side}">${rows.join('')}</ul>`;
}

function codeHtml({ label, value }: NonNullable<MessageContent['code']>, context: Context): string {
  const style =
    'margin:4px 0 0;font-size:30px;line-height:1.3;letter-spacing:6px;font-family:Menlo,Consolas,monospace';
  const shown = `<p style="margin:0">${escapeHtml(label)}</p><p style="${style}"><strong>${escapeHtml(value)}</strong></p>`;
  return prose(shown, context, { size: 17, height: '1.55', padding: '18px 0 0' });
}

/** Two columns; a label is as wide as it must be. */
function tabled(facts: Fact[], { look, rtl }: Context): string {
  if (facts.length === 0) return '';
  const edge = `border-top:1px solid ${look.light.rule}`;
  const rows = facts.map(({ label, value }) => {
    const padding = rtl ? '7px 0 7px 16px' : '7px 16px 7px 0';
    return `<tr><td class="soft line" style="${edge};padding:${padding};color:${look.light.soft};font-size:15px;vertical-align:top">${escapeHtml(label)}</td><td class="line" style="${edge};padding:7px 0;vertical-align:top"><strong>${escapeHtml(value)}</strong></td></tr>`;
  });
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;margin:18px 0 0;font-size:16px;line-height:1.4">${rows.join('')}</table>`;
}

function quoted(quote: string, { look, rtl }: Context): string {
  if (quote === '') return '';
  const side = rtl ? 'right' : 'left';
  const lines = escapeHtml(quote).replaceAll('\n', '<br>');
  return `<p style="margin:16px 0 0;padding-${side}:16px;border-${side}:3px solid ${look.light.accent};font-style:italic">${lines}</p>`;
}

function waysOut(links: Array<{ label: string; url: string }>, { look }: Context): string {
  if (links.length === 0) return '';
  const options = { css: 'accent', style: '' };
  const all = links.map(({ label, url }) =>
    anchor(url, escapeHtml(label), look.light.accent, 'underline', options),
  );
  return `<p style="margin:10px 0 0">${all.join(' &nbsp;·&nbsp; ')}</p>`;
}

/** Where the button leads, for a mail program that shows none. */
function plainLink(url: string, { look, texts }: Context): string {
  const options = { css: 'accent', style: 'word-break:break-all;' };
  const linked = anchor(url, escapeHtml(url), look.light.accent, 'underline', options);
  return `<p style="margin:14px 0 0;font-size:13px">${escapeHtml(texts.noButton)}<br>${linked}</p>`;
}

function foot(context: Context): string {
  const options = { size: 12, height: '1.6', colour: context.look.light.soft, css: 'soft', align: 'center' };
  const sender = prose(senderHtml(context.footer), context, options);
  return section(column(rule(context, '0 0 16px') + sender), context, { bottom: 32 });
}

function textOf(
  { title, paragraphs: parts, list, facts = [], quote = '', code, button, small, links = [] }: MessageContent,
  { footer }: Context,
): string {
  const shown = stack(
    underline(title, '='),
    ...parts.map((part) => wrap(part)),
    stack(...quote.split('\n').map((line) => wrap(line, '  '))),
    list === undefined ? '' : listedText(list),
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    button === null ? '' : `${button.label}:\n${button.url}`,
    code === undefined ? '' : `${code.label}\n${code.value}`,
    wrap(small),
    links.map(({ label, url }) => `${label}:\n${url}`).join('\n'),
    ruler,
    senderText(footer),
  );
  return `${shown}\n`;
}

function listedText({ label, items }: List): string {
  const rows = items.map(({ name, description }) => {
    const row = wrap(name, '  ').replace(/^ {2}/, '* ');
    return description === '' ? row : `${row}\n${wrap(description, '  ')}`;
  });
  return [label, ...rows].join('\n');
}
