import { type Html, html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';

export interface ArchiveItem {
  slug: string;
  number: number;
  subject: string;
  preheader: string;
  newsletter: string;
  /** Written out in the page's language. */
  date: string;
  picture: { src: string; alt: string } | null;
}

const words: Record<
  string,
  { title: string; empty: string; older: string; number: (number: number) => string }
> = {
  en: {
    title: 'Past editions',
    empty: 'No edition has gone out yet. Subscribe, and the first one comes to you.',
    older: 'Older editions',
    number: (number) => `No. ${number}`,
  },
  uk: {
    title: 'Попередні випуски',
    empty: 'Жоден випуск ще не вийшов. Підпишіться, і перший прийде до вас.',
    older: 'Старіші випуски',
    number: (number) => `№ ${number}`,
  },
  de: {
    title: 'Frühere Ausgaben',
    empty: 'Noch ist keine Ausgabe erschienen. Abonnieren Sie, dann kommt die erste zu Ihnen.',
    older: 'Ältere Ausgaben',
    number: (number) => `Nr. ${number}`,
  },
};

export function archivePage(frame: PageFrame, items: ArchiveItem[], olderHref: string | null): string {
  const own = words[frame.language] ?? words['en'];
  const title = own?.title ?? '';
  const list = html`<ul class="editions">${items.map((item) => row(item, own?.number(item.number) ?? ''))}</ul>`;
  const empty = html`<p class="lead">${own?.empty}</p><p><a class="button" href="/subscribe">${frame.words.subscribe}</a></p>`;
  const body = html`<h1>${title}</h1>${items.length === 0 ? empty : list}${olderHref !== null && html`<p><a href="${olderHref}">${own?.older}</a></p>`}`;
  return page(frame, { title, body, width: 'wide' });
}

function row({ slug, subject, preheader, newsletter, date, picture }: ArchiveItem, number: string): Html {
  const image =
    picture === null
      ? null
      : html`<a href="/editions/${slug}" tabindex="-1" aria-hidden="true"><img src="${picture.src}" alt="" loading="lazy" width="416" height="234"></a>`;
  return html`<li class="${picture === null ? '' : 'pictured'}">${image}<div>
<p class="kicker">${newsletter} · ${number} · ${date}</p>
<h2><a href="/editions/${slug}">${subject}</a></h2>
<p class="soft">${preheader}</p></div></li>`;
}
