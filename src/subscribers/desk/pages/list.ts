import type { Newsletter } from '../../../publication/newsletters.ts';
import {
  type DeskFrame,
  deskPage,
  deskTable,
  deskTime,
  doneNotice,
  emptyState,
} from '../../../views/desk.ts';
import { selectInput, textInput } from '../../../views/desk-fields.ts';
import { type Child, type Html, html } from '../../../views/html.ts';
import type { FoundReader, ReaderFilter } from '../../search-readers.ts';
import { readerWords } from '../words.ts';
import type { ReaderWords } from '../words/reader-words.ts';

export interface ListView {
  asked: ReaderFilter;
  readers: FoundReader[];
  older: number | null;
  newsletters: Newsletter[];
  timeZone: string;
  mayExport: boolean;
  /** Somebody was erased on the page before. */
  isErased: boolean;
}

/** Readers, the newest first, or those that were searched for. */
export function readersPage(frame: DeskFrame, view: ListView): string {
  const words = readerWords(frame.language);
  const { readers, mayExport } = view;
  const { columns } = words;
  const table = deskTable({
    caption: words.title,
    columns: [columns.address, columns.name, columns.newsletters, columns.since],
    rows: readers.map((reader) => toRow(frame, words, view, reader)),
  });
  const body = html`<h1>${words.title}</h1><p class="lead">${words.text}</p>
${doneNotice(view.isErased ? words.erased : null)}
${searchForm(words, view)}
${readers.length === 0 ? noReaders(words, view.asked) : table}
${turning(frame, view)}
${mayExport && html`<p><a class="button quiet" href="/desk/readers/export">${words.export}</a></p>`}`;
  return deskPage(frame, { title: words.title, body });
}

function searchForm(words: ReaderWords, { asked, newsletters }: ListView): Html {
  const chosen = asked.newsletterId === null ? '' : String(asked.newsletterId);
  const options = newsletters.map(({ id, name }) => ({ value: String(id), label: name }));
  return html`<form method="get" action="/desk/readers" class="inline" role="search">
${textInput({ name: 'q', label: words.search, hint: words.searchHint, value: asked.text, isRequired: false })}
${selectInput({ name: 'newsletter', label: words.newsletter, value: chosen, options: [{ value: '', label: words.anyNewsletter }, ...options] })}
<button>${words.find}</button></form>`;
}

function noReaders(
  { empty, nobody, nothingFound }: ReaderWords,
  { text, newsletterId, before }: ReaderFilter,
): Html {
  const isAll = text === '' && newsletterId === null;
  const { title, text: said } = before !== null ? nobody : isAll ? empty : nothingFound;
  return emptyState(title, said);
}

function toRow(
  { language }: DeskFrame,
  words: ReaderWords,
  { timeZone }: ListView,
  { id, address, name, newsletters, createdAt }: FoundReader,
): Child[] {
  return [
    html`<a href="/desk/readers/${id}">${address}</a>`,
    name === '' ? html`<span class="soft">${words.noName}</span>` : name,
    newsletters.length === 0 ? html`<span class="soft">${words.noNewsletter}</span>` : newsletters.join(', '),
    deskTime(createdAt, language, timeZone),
  ];
}

/** To who came before, by where this page ends, and back to the newest. */
function turning({ words }: DeskFrame, { asked, older }: ListView): Html {
  const link = (before: number | null): string => {
    const { text, newsletterId } = asked;
    const given = Object.entries({ q: text, newsletter: newsletterId ?? '', before: before ?? '' });
    const pairs = given.map(([name, value]): [string, string] => [name, String(value)]);
    const query = new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString();
    return query === '' ? '/desk/readers' : `/desk/readers?${query}`;
  };
  return html`<p class="onward">${asked.before !== null && html`<a href="${link(null)}">${words.newest}</a>`}
${older !== null && html`<a href="${link(older)}" rel="next">${words.older}</a>`}</p>`;
}
