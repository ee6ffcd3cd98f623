import { wordsIn } from '../../../languages/index.ts';
import { type Html, html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';

export interface ArchiveItem {
  slug: string;
  number: number;
  /** The first story's, or what the editors have written above the edition. */
  title: string;
  /** How many stories stand behind the one of the title; 0 where the title says it in the editors' own words. */
  more: number;
  preheader: string;
  newsletter: string;
  /** Written out in the page's language. */
  date: string;
  picture: { src: string; alt: string } | null;
}

export interface ArchiveWords {
  title: string;
  empty: string;
  older: string;
  number: (number: number) => string;
  /** By the categories of `Intl.PluralRules`, with # for the number. */
  more: Partial<Record<Intl.LDMLPluralRule, string>>;
}

const en: ArchiveWords = {
  title: 'Past editions',
  empty: 'No edition has gone out yet. Subscribe, and the first one comes to you.',
  older: 'Older editions',
  number: (number) => `No. ${number}`,
  more: { one: 'and one more story', other: 'and # more stories' },
};

export function archivePage(frame: PageFrame, items: ArchiveItem[], olderHref: string | null): string {
  const words = wordsIn('archivePage', frame.language, en);
  const list = html`<ul class="editions">${items.map((item) => row(item, words, frame.language))}</ul>`;
  const body = html`<h1>${words.title}</h1>${items.length === 0 ? html`<p class="lead">${words.empty}</p>` : list}
${olderHref !== null && html`<p><a href="${olderHref}">${words.older}</a></p>`}
<div class="actions"><a class="button" href="/subscribe">${frame.words.subscribe}</a></div>`;
  return page(frame, { title: words.title, body, width: 'wide' });
}

function row(item: ArchiveItem, words: ArchiveWords, language: string): Html {
  const { slug, title, more, preheader, newsletter, number, date, picture } = item;
  const image =
    picture === null
      ? null
      : html`<a href="/editions/${slug}" tabindex="-1" aria-hidden="true"><img src="${picture.src}" alt="" loading="lazy" width="416" height="234"></a>`;
  const kicker = [newsletter, words.number(number), date].map((part) => html` <span>${part}</span>`);
  return html`<li class="${picture === null ? '' : 'pictured'}">${image}<div>
<p class="kicker">${kicker}</p>
<h2><a href="/editions/${slug}">${title}</a></h2>
${more > 0 && html`<p class="soft">${moreStories(more, words, language)}</p>`}
<p class="soft small">${preheader}</p></div></li>`;
}

function moreStories(count: number, { more }: ArchiveWords, language: string): string {
  const form = new Intl.PluralRules(language).select(count);
  return (more[form] ?? more.other ?? '').replace('#', String(count));
}
