import { assets } from './assets.ts';
import type { DeskWords } from './desk-words.ts';
import { type Child, type Html, html } from './html.ts';
import { htmxConfig } from './moving.ts';

/** What is around a page of the desk. Plain values, so that views know no domain. */
export interface DeskFrame {
  publication: string;
  /** Of the stylesheet with the publication's colours. */
  themeHref: string;
  language: string;
  words: DeskWords;
  /** The sections that this person may see. */
  sections: Array<{ label: string; href: string; isCurrent: boolean }>;
  /** Null before somebody is signed in. */
  person: { name: string; role: string; isCurrent: boolean } | null;
}

export interface DeskContent {
  title: string;
  body: Child;
  /** A column as wide as a form, or as a table; or all that there is. */
  width?: 'narrow' | 'wide' | 'full';
  /** Stylesheets of this page alone, by the addresses of their files. */
  styles?: string[];
  /** Scripts of ours, by the addresses of their files. */
  scripts?: string[];
  /** A page of a moment asks again so often, where no script does it. */
  refreshSeconds?: number;
}

/** A whole page of the desk: masthead, sections, content. Each works without scripts, but for passkeys. */
export function deskPage(
  frame: DeskFrame,
  { title, body, width = 'wide', styles = [], scripts = [], refreshSeconds = 0 }: DeskContent,
): string {
  const { publication, words } = frame;
  return html`<!doctype html>
<html lang="${frame.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="same-origin">
${
  refreshSeconds > 0 &&
  html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>
`
}<title>${`${title} · ${publication}, ${words.desk}`}</title>
<link rel="preload" href="${assets.serif.href}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${assets.styles.href}">
<link rel="stylesheet" href="${assets.desk.href}">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">\n`)}<link rel="stylesheet" href="${frame.themeHref}">
<link rel="icon" href="${assets.icon.href}" type="image/svg+xml">
${htmxConfig(scripts)}${scripts.map((src) => html`<script src="${src}" defer></script>\n`)}</head>
<body class="desk ${width}">
<a class="skip" href="#content">${words.skip}</a>
${masthead(frame)}
<main id="content">${body}</main>
</body>
</html>`.markup;
}

function masthead({ publication, words, sections, person }: DeskFrame): Html {
  return html`<header class="desk-head">
<div class="desk-title"><a href="/desk">${publication}</a> <span>${words.desk}</span></div>
${person !== null && personLinks(words, person)}
${sections.length > 0 && sectionLinks(words, sections)}
</header>`;
}

function personLinks(words: DeskWords, { name, role, isCurrent }: NonNullable<DeskFrame['person']>): Html {
  return html`<div class="desk-person"><a href="/desk/account" aria-label="${`${words.account}: ${name}, ${role}`}"${isCurrent && html` aria-current="page"`}>${name}</a>
<span class="tag">${role}</span>
<form method="post" action="/desk/sign-out"><button class="link">${words.signOut}</button></form></div>`;
}

function sectionLinks({ navigation }: DeskWords, sections: DeskFrame['sections']): Html {
  return html`<nav class="desk-sections" aria-label="${navigation}"><ul>
${sections.map(
  ({ label, href, isCurrent }) =>
    html`<li><a href="${href}"${isCurrent && html` aria-current="page"`}>${label}</a></li>\n`,
)}</ul></nav>`;
}

/** Where a page has nothing to list yet: what will stand here, and what to do about it. */
export function emptyState(title: string, text: string, action: Html | null = null): Html {
  return html`<div class="empty"><h2>${title}</h2><p>${text}</p>${action}</div>`;
}

/** What has just been done, read out by screen readers. */
export function doneNotice(text: string | null): Html | null {
  return text === null ? null : html`<p class="done" role="status">${text}</p>`;
}

/** What could not be done, and why. */
export function problemNotice(text: string | null): Html | null {
  return text === null ? null : html`<p class="problem" role="alert">${text}</p>`;
}

interface TableShape {
  /** For screen readers; the heading above says the same to the eye. */
  caption: string;
  columns: string[];
  rows: Child[][];
}

/** A table that becomes a list of cards on a phone: each cell carries its column's name. */
export function deskTable({ caption, columns, rows }: TableShape): Html {
  return html`<table class="desk-table"><caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, index) => html`<td data-label="${columns[index]}">${cell}</td>`)}</tr>\n`,
  )}</tbody></table>`;
}

/** An instant as a page shows it, with the exact one for machines. */
export function deskTime(at: Date, language: string, timeZone: string): Html {
  const locale = language === 'en' ? 'en-GB' : language;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return html`<time datetime="${at.toISOString()}">${format.format(at)}</time>`;
}
