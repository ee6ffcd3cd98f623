import { html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';

export interface GalleryEntry {
  title: string;
  href: string;
}

/** What designers look at: each mail and variant, framed. */
export function galleryPage(frame: PageFrame, entries: GalleryEntry[]): string {
  const body = html`<h1>Mails</h1><p class="lead">Each block, message and variant as it is sent. On this machine only.</p>
${entries.map(({ title, href }) => html`<h2>${title}</h2><p class="small"><a href="${href}">On a page of its own</a></p><iframe class="mail-frame" title="${title}" src="${href}" sandbox loading="lazy"></iframe>`)}`;
  return page(frame, { title: 'Mails', body, width: 'wide' });
}
