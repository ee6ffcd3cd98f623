import { nameOf, told } from '../../editions/desk/parts.ts';
import { textInput } from '../../views/desk-fields.ts';
import { deskPage, deskTable, deskTime, emptyState, problemNotice } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { type People, peopleKinds, reportOf, statesOf } from '../people/kinds.ts';
import type { PersonRow } from '../queries/people.ts';
import type { ReportedRow } from '../queries/report.ts';
import { bounceText } from './bounce-label.ts';
import { headOf, type Scene } from './parts.ts';
import { peopleQuery } from './people-address.ts';
import { afterWords, destinationName, liveWords } from './words.ts';

export interface PeopleView extends Required<People> {
  edition: ReportedRow;
  beginning: string;
  isFirst: boolean;
  people: PersonRow[];
  next: string | null;
  mayExport: boolean;
  maySend: boolean;
  seesPatrons: boolean;
  problem: string | null;
}

/** The people behind a number of a report. */
export function peoplePage(scene: Scene, view: PeopleView): string {
  const { frame } = scene;
  const words = afterWords(frame.language);
  const { people: say } = words;
  const { edition, kind, people, beginning, problem } = view;
  const name = nameOf(edition);
  const at = `/desk/editions/${edition.id}`;
  const links = [
    { href: `${at}/report`, label: words.report.title },
    { href: at, label: liveWords(frame.language).toEdition },
  ];
  const isPruned = edition.prunedAt !== null && statesOf[kind] !== undefined;
  const empty = isPruned ? say.pruned : beginning === '' ? say.empty : say.noneFound;
  const { columns } = say;
  const table = deskTable({
    caption: say.kinds[kind],
    columns: [columns.who, columns.state, columns.when, columns.detail],
    rows: people.map((person) => toRow(scene, view, person)),
  });
  const body = html`${headOf(links, say.kinds[kind], html`${name}${partText(scene, view)}`)}
${problemNotice(problem)}
<p class="lead">${say.text}</p>
${kind === 'uncertain' && view.maySend && people.length > 0 && html`<p><a class="button quiet" id="resend" href="${at}/resend">${say.resend}</a></p>`}
${kindLinks(scene, view)}
${searchForm(scene, view)}
${people.length === 0 ? emptyState(empty.title, empty.text) : table}
${turning(scene, view)}
${view.mayExport && people.length > 0 && html`<p class="small"><a href="${at}/people.csv?${queryOf(view).toString()}">${say.csv}</a> <span class="soft">${say.csvText}</span></p>`}`;
  return deskPage(frame, { title: `${say.kinds[kind]}: ${name}`, body });
}

/** Which part of a number's people these are. */
function partText({ frame }: Scene, { kind, detail, destination, text }: PeopleView): string {
  const { report } = afterWords(frame.language);
  const parts: string[] = [];
  if (detail !== null && kind === 'reported') parts.push(bounceText(report, reportOf(detail)));
  else if (detail !== null) {
    const all = kind === 'failed' ? report.failures : report.suppressions;
    parts.push(all[detail] ?? (detail === '' ? report.other : detail));
  }
  if (destination !== null) parts.push(destinationName(frame.language, destination));
  if (text !== null) parts.push(report.text(text));
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function queryOf(view: PeopleView): URLSearchParams {
  const query = peopleQuery(view);
  if (view.beginning !== '') query.set('q', view.beginning);
  return query;
}

function kindLinks({ frame }: Scene, { edition, kind, seesPatrons }: PeopleView): Html {
  const { people: say } = afterWords(frame.language);
  const shown = peopleKinds.filter((one) => one !== 'patrons' || seesPatrons);
  return html`<details class="small" id="kinds"><summary>${say.others}</summary><ul class="choices">${shown.map(
    (one) =>
      html`<li><a href="/desk/editions/${edition.id}/people?what=${one}"${one === kind && html` aria-current="true"`}>${say.kinds[one]}</a></li>`,
  )}</ul></details>`;
}

function searchForm({ frame }: Scene, view: PeopleView): Html {
  const { people: say } = afterWords(frame.language);
  const { edition, beginning } = view;
  const hidden = [...peopleQuery(view)].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="get" action="/desk/editions/${edition.id}/people" class="inline" role="search">
${hidden}
${textInput({ name: 'q', label: say.beginning, hint: say.beginningHint, value: beginning, isRequired: false, maxLength: 254 })}
<button>${say.search}</button></form>`;
}

function toRow({ frame, timeZone }: Scene, { edition }: PeopleView, person: PersonRow) {
  const { people: say, why } = afterWords(frame.language);
  const { subscriberId, address, state, at, detail } = person;
  const who = address === '' ? say.erased : address;
  const name = html`<strong>${who}</strong>`;
  return [
    subscriberId === null
      ? name
      : html`<a href="/desk/editions/${edition.id}/readers/${subscriberId}" aria-label="${say.why(who)}">${name}</a>`,
    why.states[state] ?? state,
    at !== null && deskTime(at, frame.language, timeZone),
    detail !== null && html`<span class="small">${told(detail, frame.language)}</span>`,
  ];
}

function turning({ frame: { words } }: Scene, view: PeopleView): Html {
  const { edition, next, isFirst } = view;
  const at = `/desk/editions/${edition.id}/people`;
  const query = queryOf(view);
  const further = new URLSearchParams([...query, ['after', next ?? '']]);
  return html`<p class="onward">${!isFirst && html`<a href="${at}?${query.toString()}">${words.first}</a>`}
${next !== null && html`<a href="${at}?${further.toString()}" rel="next">${words.next}</a>`}</p>`;
}
