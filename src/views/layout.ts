import { assets } from './assets.ts';
import { type Child, type Html, html } from './html.ts';
import type { Words } from './words.ts';

/** What a page shows of the publication. Plain values, so that views know no domain. */
export interface PageFrame {
  publication: { name: string; tagline: string; siteUrl: string | null; timeZone: string };
  /** Of the stylesheet with the publication's colours. */
  themeHref: string;
  language: string;
  dir: 'ltr' | 'rtl';
  words: Words;
}

export interface PageContent {
  title: string;
  body: Child;
  /** A column as wide as a text, as a list, or as cards beside each other. */
  width?: 'narrow' | 'wide' | 'broad';
  /**
   * Pages behind a personal link are nobody else's business. Their own forms still say where they come from: with
   * `no-referrer` a browser sends `Origin: null`, and over plain http nothing else tells them from another site's.
   */
  isPrivate?: boolean;
}

/** A whole page: masthead, content, foot. Works without JavaScript; there is none. */
export function page(
  frame: PageFrame,
  { title, body, width = 'narrow', isPrivate = false }: PageContent,
): string {
  const { publication, words } = frame;
  return html`<!doctype html>
<html lang="${frame.language}" dir="${frame.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${isPrivate && html`<meta name="robots" content="noindex"><meta name="referrer" content="same-origin">`}
<title>${title === publication.name ? title : `${title} · ${publication.name}`}</title>
<link rel="preload" href="${assets.serif.href}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${assets.styles.href}">
<link rel="stylesheet" href="${frame.themeHref}">
<link rel="icon" href="${assets.icon.href}" type="image/svg+xml">
</head>
<body class="${width}">
<a class="skip" href="#content">${words.skip}</a>
<header class="masthead">
<a class="masthead-name" href="/">${publication.name}</a>
${publication.tagline !== '' && html`<p class="masthead-tagline">${publication.tagline}</p>`}
<p class="masthead-support"><a href="/support">${words.support}</a></p>
</header>
<main id="content">${body}</main>
${foot(frame)}
</body>
</html>`.markup;
}

function foot({ publication, words }: PageFrame): Html {
  return html`<footer class="foot">
<nav aria-label="${words.footer}">
<div><a href="/subscribe">${words.subscribe}</a> <a href="/support">${words.support}</a> <a href="/archive">${words.archive}</a> <a href="/ballots">${words.ballots}</a>
${publication.siteUrl !== null && html`<a href="${publication.siteUrl}">${new URL(publication.siteUrl).hostname}</a>`}</div>
<div><a href="/privacy">${words.privacy}</a> <a href="/terms">${words.terms}</a> <a href="/imprint">${words.imprint}</a></div>
<div><a href="/cancel">${words.cancel}</a> <a href="/withdraw">${words.withdraw}</a></div>
</nav>
</footer>`;
}
