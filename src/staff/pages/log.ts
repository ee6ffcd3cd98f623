import { wordsIn } from '../../../languages/index.ts';
import { type AuditAction, auditActions } from '../../access/audit-actions.ts';
import type { AuditEntry, FoundAudit } from '../../access/search-audit.ts';
import { type DeskFrame, deskPage, deskTable, deskTime, emptyState } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import type { StaffMember } from '../staff.ts';
import { selectInput, textInput } from '../../views/desk-fields.ts';
import { nameOfActor } from './people.ts';
import { staffWords } from './words.ts';
import type { StaffWords } from './words/staff-words.ts';

/** What was searched for, as it was typed. */
export interface LogQuery {
  who: string;
  what: string;
  target: string;
  words: string;
  from: string;
  to: string;
  before: number | null;
}

export interface LogView extends FoundAudit {
  asked: LogQuery;
  people: StaffMember[];
  actions: string[];
  timeZone: string;
}

/** Who did what to which thing, with what it was before and after. */
export function logPage(frame: DeskFrame, view: LogView): string {
  const { log: words } = staffWords(frame.language);
  const { entries } = view;
  const { columns } = words;
  const table = deskTable({
    caption: words.title,
    columns: [columns.when, columns.who, columns.what, columns.target, columns.detail],
    rows: entries.map((entry) => toRow(frame, words, view, entry)),
  });
  const body = html`<h1>${words.title}</h1><p class="lead">${words.text}</p>
${searchForm(frame, words, view)}
${entries.length === 0 ? nothingFound(words, view) : table}
${view.readTo !== null && html`<p class="soft">${words.readTo} ${deskTime(view.readTo, frame.language, view.timeZone)}.</p>`}
${turning(frame, words, view)}`;
  return deskPage(frame, { title: words.title, body });
}

function nothingFound({ empty, emptySoFar }: StaffWords['log'], { readTo }: LogView): Html {
  const { title, text } = readTo === null ? empty : emptySoFar;
  return emptyState(title, text);
}

/** What was done, in words; a code of a version before this one stands as it is. */
function saidAction(action: string, language: string): string {
  return isKnown(action) ? wordsIn('auditActions', language, auditActions)[action] : action;
}

function isKnown(action: string): action is AuditAction {
  return Object.hasOwn(auditActions, action);
}

function searchForm(
  { language }: DeskFrame,
  words: StaffWords['log'],
  { asked, people, actions }: LogView,
): Html {
  const kinds = Object.entries(words.kinds).map(([kind, label]) => ({ value: `${kind}:`, label }));
  const persons = people.map(({ id, name }) => ({ value: `staff:${id}`, label: name }));
  const any = { value: '', label: words.any };
  const known = actions
    .map((action) => ({ value: action, label: saidAction(action, language) }))
    .toSorted((one, other) => one.label.localeCompare(other.label, language));
  return html`<form method="get" action="/desk/log" class="inline" role="search">
${selectInput({ name: 'who', label: words.columns.who, value: asked.who, options: [any, ...persons, ...kinds] })}
${selectInput({ name: 'what', label: words.columns.what, value: asked.what, options: [any, ...known] })}
${textInput({ name: 'target', label: words.columns.target, hint: words.targetHint, value: asked.target, isRequired: false, maxLength: 100 })}
${textInput({ name: 'from', label: words.from, value: asked.from, type: 'date', isRequired: false })}
${textInput({ name: 'to', label: words.to, value: asked.to, type: 'date', isRequired: false })}
${textInput({ name: 'words', label: words.words, hint: words.wordsHint, value: asked.words, isRequired: false, maxLength: 100 })}
<button>${words.search}</button></form>`;
}

function toRow(
  { language }: DeskFrame,
  words: StaffWords['log'],
  { people, timeZone }: LogView,
  { at, actor, action, subject, detail, before, after }: AuditEntry,
): Child[] {
  const name = nameOfActor(subject, people, language);
  const nameOf = (field: string): string => nameOfField(action, field, language);
  return [
    deskTime(at, language, timeZone),
    html`<strong>${nameOfActor(actor, people, language)}</strong>`,
    isKnown(action)
      ? html`${saidAction(action, language)} <span class="soft small">${action}</span>`
      : action,
    name === subject ? subject : html`${name} <span class="soft small">${subject}</span>`,
    [detailList(detail, nameOf), changeList(words, before, after, nameOf)],
  ];
}

type NameOf = (field: string) => string;

function detailList(detail: Record<string, unknown>, nameOf: NameOf): Html | null {
  const entries = Object.entries(detail);
  if (entries.length === 0) return null;
  return html`<dl class="change">${entries.map(([name, value]) => html`<dt>${nameOf(name)}</dt><dd>${shown(value)}</dd>`)}</dl>`;
}

function changeList(
  words: StaffWords['log'],
  before: AuditEntry['before'],
  after: AuditEntry['after'],
  nameOf: NameOf,
): Html | null {
  const isSaid = (name: string): boolean => shown(before?.[name]) !== '' || shown(after?.[name]) !== '';
  const names = Object.keys({ ...before, ...after }).filter(isSaid);
  if (names.length === 0) return null;
  const items = names.map(
    (name) =>
      html`<dt>${nameOf(name)}</dt><dd><del>${shown(before?.[name], words.nothing)}</del> → <ins>${shown(after?.[name], words.nothing)}</ins></dd>`,
  );
  return html`<dl class="change">${items}</dl>`;
}

// Elsewhere the same name may stand for something else.
const hasForm = /^(newsletter|rules|ballot|sender)\./;

/** As the form calls it in which it was changed; what has none stands as it was recorded. */
function nameOfField(action: string, name: string, language: string): string {
  const names = hasForm.test(action) ? wordsIn('fields', language, null)?.names : undefined;
  return names !== undefined && Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

function shown(value: unknown, nothing = ''): string {
  if (value === null || value === undefined || value === '') return nothing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** To what is older, by where this page ends, and back to what is newest. */
function turning({ words }: DeskFrame, { onward }: StaffWords['log'], view: LogView): Html {
  const { asked, older, readTo } = view;
  const link = (before: number | null): string => {
    const { who, what, target, words: typed, from, to } = asked;
    const given = Object.entries({
      who,
      what,
      target,
      words: typed,
      from,
      to,
      before: before === null ? '' : String(before),
    });
    const query = new URLSearchParams(given.filter(([, value]) => value !== '')).toString();
    return query === '' ? '/desk/log' : `/desk/log?${query}`;
  };
  return html`<p class="onward">${asked.before !== null && html`<a href="${link(null)}">${words.newest}</a>`}
${older !== null && html`<a href="${link(older)}" rel="next">${readTo === null ? words.older : onward}</a>`}</p>`;
}
