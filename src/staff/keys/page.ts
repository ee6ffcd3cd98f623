import { scopes } from '../../access/api.ts';
import {
  type DeskFrame,
  deskPage,
  deskTable,
  deskTime,
  doneNotice,
  emptyState,
  problemNotice,
} from '../../views/desk.ts';
import { selectInput, textInput } from '../../views/desk-fields.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import { nameOfActor } from '../pages/people.ts';
import type { StaffMember } from '../staff.ts';
import type { ApiKey } from './key.ts';
import { keyWords } from './words.ts';
import type { KeyWords } from './words/key-words.ts';

export interface KeysView {
  keys: ApiKey[];
  people: StaffMember[];
  timeZone: string;
  isDone: boolean;
}

/** The keys in use, then those that were ended. */
export function keysPage(frame: DeskFrame, view: KeysView): string {
  const words = keyWords(frame.language);
  const live = view.keys.filter(({ endedAt }) => endedAt === null);
  const ended = view.keys.filter(({ endedAt }) => endedAt !== null);
  const { columns } = words;
  const add = html`<a class="button" href="/desk/keys/new">${words.add}</a>`;
  const table = deskTable({
    caption: words.title,
    columns: [columns.name, columns.scopes, columns.used, columns.until, columns.act],
    rows: live.map((key) => liveRow(frame, words, view, key)),
  });
  const body = html`<h1>${words.title}</h1><p class="lead">${words.text}</p>
${doneNotice(view.isDone ? words.done : null)}
${live.length === 0 ? emptyState(words.empty.title, words.empty.text, add) : html`${table}<p>${add}</p>`}
${ended.length > 0 && endedPart(frame, words, view, ended)}`;
  return deskPage(frame, { title: words.title, body });
}

function nameCell({ language }: DeskFrame, { people }: KeysView, { name, hint, createdBy }: ApiKey): Html {
  const words = keyWords(language);
  return html`<strong>${name}</strong><br><span class="soft small">${hint}… ${words.made(nameOfActor(createdBy, people, language))}</span>`;
}

function scopeList(words: KeyWords, { scopes: opened }: ApiKey): Child {
  return opened.map((scope, index) => html`${index > 0 && html`<br>`}${words.scopes[scope]}`);
}

function liveRow(frame: DeskFrame, words: KeyWords, view: KeysView, key: ApiKey): Child[] {
  const { language } = frame;
  const time = (at: Date): Html => deskTime(at, language, view.timeZone);
  const { id, name, lastUsedAt, expiresAt } = key;
  const isOver = expiresAt !== null && expiresAt <= new Date();
  return [
    nameCell(frame, view, key),
    scopeList(words, key),
    lastUsedAt === null ? html`<span class="soft">${words.never}</span>` : time(lastUsedAt),
    expiresAt === null
      ? words.noEnd
      : html`${time(expiresAt)}${isOver && html` <span class="tag">${words.over}</span>`}`,
    html`<a href="/desk/keys/${id}/end" aria-label="${words.endOf(name)}">${words.end}</a>`,
  ];
}

function endedPart(frame: DeskFrame, words: KeyWords, view: KeysView, ended: ApiKey[]): Html {
  const { columns } = words;
  const { title, at } = words.ended;
  const rows = ended.map((key): Child[] => [
    nameCell(frame, view, key),
    scopeList(words, key),
    key.endedAt === null ? null : deskTime(key.endedAt, frame.language, view.timeZone),
  ]);
  return html`<h2>${title}</h2>${deskTable({ caption: title, columns: [columns.name, columns.scopes, at], rows })}`;
}

/** What stands in the form for a new key. */
export interface KeyForm {
  name: string;
  scopes: string[];
  days: string;
  problem: string | null;
}

/** What a new key is for, and what it opens. */
export function newKeyPage(frame: DeskFrame, { name, scopes: chosen, days, problem }: KeyForm): string {
  const words = keyWords(frame.language);
  const { form } = words;
  const options = Object.entries(form.choices).map(([value, label]) => ({ value, label }));
  const body = html`<h1>${form.title}</h1><p>${form.text}</p>${problemNotice(problem)}
<form method="post" action="/desk/keys">
${textInput({ name: 'name', label: form.name, hint: form.nameHint, value: name, maxLength: 80 })}
<fieldset><legend>${form.scopes}</legend>${scopes.map(
    (scope) =>
      html`<label class="choice"><input type="checkbox" name="scope" value="${scope}"${chosen.includes(scope) && html` checked`}><span><strong>${words.scopes[scope]}</strong>${scope}</span></label>`,
  )}</fieldset>
${selectInput({ name: 'days', label: form.days, value: days, options })}
<button>${form.button}</button></form>
<p class="onward"><a href="/desk/keys">${words.back}</a></p>`;
  return deskPage(frame, { title: form.title, body, width: 'narrow' });
}

/** The key itself, this once. */
export function madeKeyPage(
  frame: DeskFrame,
  { name, key }: { name: string; key: string },
  api: string,
): string {
  const { shown } = keyWords(frame.language);
  const body = html`<h1>${shown.title(name)}</h1><p>${shown.text}</p><p class="secret">${key}</p>
<p>${shown.how}</p><pre class="paste">curl -H "Authorization: Bearer ${key}" ${api}/api/editions</pre>
<p><a class="button" href="/desk/keys">${shown.kept}</a></p>`;
  return deskPage(frame, { title: shown.title(name), body, width: 'narrow' });
}

/** Before a key is ended. */
export function endKeyPage(frame: DeskFrame, { id, name }: ApiKey): string {
  const words = keyWords(frame.language);
  const { title, text, button } = words.ending;
  const body = html`<h1>${title(name)}</h1><p>${text}</p>
<div class="actions"><form method="post" action="/desk/keys/${id}/end"><button class="harm">${button}</button></form>
<a class="button quiet" href="/desk/keys">${words.back}</a></div>`;
  return deskPage(frame, { title: title(name), body, width: 'narrow' });
}
