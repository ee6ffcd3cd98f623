import { barOf } from '../../editions/desk/figures.ts';
import { nameOf } from '../../editions/desk/parts.ts';
import { selectInput, textInput } from '../../views/desk-fields.ts';
import { deskPage, deskTime, emptyState } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import type { ListedEdition } from '../queries/editions.ts';
import { numbersOf, type Scene } from './parts.ts';
import { liveWords } from './words.ts';

/** What was searched for, as it was typed. */
export interface EditionQuery {
  newsletter: string;
  state: string;
  words: string;
  before: number | null;
}

export interface EditionListView {
  asked: EditionQuery;
  editions: ListedEdition[];
  older: number | null;
  newsletters: Array<{ slug: string; name: string }>;
}

/** Every edition, a page at a time, with what became of it. */
export function editionsPage(scene: Scene, view: EditionListView): string {
  const { frame } = scene;
  const { list } = liveWords(frame.language);
  const { editions, asked } = view;
  const isSearch =
    asked.newsletter !== '' || asked.state !== '' || asked.words !== '' || asked.before !== null;
  const empty = isSearch ? list.noneFound : list.empty;
  const body = html`<h1>${list.title}</h1><p class="lead">${list.text}</p>
${(isSearch || editions.length > 0) && searchForm(scene, view)}
${editions.length === 0 ? emptyState(empty.title, empty.text) : html`<ul class="edition-list">${editions.map((edition) => oneEdition(scene, edition))}</ul>`}
${turning(scene, view)}`;
  return deskPage(frame, { title: list.title, body });
}

// In which an edition or its send can be, in the order of its life.
const searchable = ['draft', 'approved', 'scheduled', 'sending', 'paused', 'finished', 'cancelled'];

function searchForm({ frame }: Scene, { asked, newsletters }: EditionListView): Html {
  const { list, states } = liveWords(frame.language);
  const any = { value: '', label: list.any };
  const titles = newsletters.map(({ slug, name }) => ({ value: slug, label: name }));
  const named = searchable.map((state) => ({ value: state, label: states[state] ?? state }));
  return html`<form method="get" action="/desk/editions" class="inline" role="search">
${textInput({ name: 'words', label: list.words, value: asked.words, isRequired: false, maxLength: 100 })}
${newsletters.length > 1 && selectInput({ name: 'newsletter', label: list.newsletter, value: asked.newsletter, options: [any, ...titles] })}
${selectInput({ name: 'state', label: list.state, value: asked.state, options: [any, ...named] })}
<button>${list.search}</button></form>`;
}

function oneEdition(scene: Scene, edition: ListedEdition): Html {
  const { frame, timeZone } = scene;
  const { list, states } = liveWords(frame.language);
  const { id, subject, newsletter, number, state, picture, launchedAt, sendAt, updatedAt, correctionId } =
    edition;
  const name = nameOf({ newsletter, number });
  return html`<li><a class="edition-thumb" href="/desk/editions/${id}" tabindex="-1" aria-hidden="true">${picture !== null && html`<img src="${picture.src}" alt="" loading="lazy" width="160" height="90">`}${picture === null && html`<span>${number}</span>`}</a>
<div><p class="small soft"><span class="state state-${state}">${states[state] ?? state}</span> ${name}${correctionId !== null && html` <span class="tag">${list.correction}</span>`} · ${deskTime(launchedAt ?? sendAt ?? updatedAt, frame.language, timeZone)}</p>
<h2><a href="/desk/editions/${id}">${subject.trim() === '' ? list.noSubject : subject}</a></h2>
${launchedAt !== null && numbers(scene, edition, name)}</div></li>
`;
}

function numbers(scene: Scene, edition: ListedEdition, name: string): Html {
  const { list } = liveWords(scene.frame.language);
  const { id, state, clicks } = edition;
  const count = numbersOf(scene);
  const eligible = edition.eligible ?? 0;
  const [sent, all] = [count(edition.sent), count(eligible)];
  const isLive = ['launching', 'sending', 'paused'].includes(state);
  return html`${barOf({ ...edition, eligible }, list.outcome(name, sent, all))}
<p class="small">${list.sent(sent, all)} · ${list.clicks(count(clicks))} ·
${isLive && html`<a href="/desk/editions/${id}/sending" aria-label="${list.of(list.sending, name)}">${list.sending}</a> · `}<a href="/desk/editions/${id}/report" aria-label="${list.of(list.report, name)}">${list.report}</a></p>`;
}

/** To what is older, by where this page ends, and back to what is newest. */
function turning({ frame: { words } }: Scene, { asked, older }: EditionListView): Html {
  const link = (before: number | null): string => {
    const { newsletter, state } = asked;
    const given = Object.entries({ newsletter, state, words: asked.words, before: String(before ?? '') });
    const query = new URLSearchParams(given.filter(([, value]) => value !== '')).toString();
    return query === '' ? '/desk/editions' : `/desk/editions?${query}`;
  };
  return html`<p class="onward">${asked.before !== null && html`<a href="${link(null)}">${words.newest}</a>`}
${older !== null && html`<a href="${link(older)}" rel="next">${words.older}</a>`}</p>`;
}
