import { type Html, html } from '../../../../views/html.ts';
import type { OpenConflict, Value } from '../../../compose/contract.ts';
import { findIn } from '../items.ts';
import type { ComposeView } from '../view.ts';
import { composerHref, madeFor } from './forms.ts';
import { nameOf } from './names.ts';
import { composerWords } from './words.ts';

/** Texts that could not be joined: both, with the choice between them. */
export function conflictsPart(language: string, view: ComposeView): Html | null {
  const { conflicts } = view.status;
  if (conflicts.length === 0) return null;
  return html`${conflicts.map((conflict) => conflictForm(language, view, conflict))}`;
}

function conflictForm(language: string, view: ComposeView, conflict: OpenConflict): Html {
  const { conflict: words } = composerWords(language);
  const { id, kept, current, by, currentBy } = conflict;
  const place = placeOf(language, view, conflict);
  const lang = view.edition.language;
  return html`<section class="conflict" id="conflict-${id}" aria-labelledby="conflict-title-${id}"><h2 id="conflict-title-${id}">${words.title}</h2>
<p>${words.text(place, by.name, currentBy?.name ?? words.somebody)}</p>
<div class="conflict-texts"><div><h3>${words.theirs}${currentBy !== null && html` <span class="soft small">${currentBy.name}</span>`}</h3><p class="conflict-text" lang="${lang}">${inWords(current)}</p></div>
<div><h3>${words.mine} <span class="soft small">${by.name}</span></h3><p class="conflict-text" lang="${lang}">${inWords(kept)}</p></div></div>
${
  view.locked === null &&
  html`<form method="post" action="${composerHref(view, {})}" class="conflict-acts" id="conflict-form-${id}">${madeFor(view)}<input type="hidden" name="conflict" value="${id}"><input type="hidden" name="was" value="${JSON.stringify(current)}">
<button name="act" value="conflict-drop" class="quiet small" id="conflict-drop-${id}">${words.keepTheirs}</button><button name="act" value="conflict-take" class="small" id="conflict-take-${id}">${words.takeMine}</button></form>`
}</section>`;
}

/** Which text of which part it is, in words. */
function placeOf(language: string, view: ComposeView, { key, field }: OpenConflict): string {
  const { settings, head } = composerWords(language);
  const names: Record<string, string> = {
    subject: head.subject,
    preheader: head.preheader,
    intro: head.intro,
    title: settings.headline,
    standfirst: settings.standfirst,
    author: settings.author,
    category: settings.category,
    text: settings.text,
    signature: settings.signature,
    crop: settings.picture.shape,
    alt: settings.picture.alt,
    credit: settings.picture.credit,
    audience: settings.audience,
    wrong: settings.wrong,
    right: settings.right,
  };
  const name = names[field] ?? field;
  const found = key === null ? null : findIn(view.document, key);
  return found === null ? name : `${name}, ${nameOf(language, found.item)}`;
}

/** A value for the eye: a text as it is, what is made of several as its parts. */
function inWords(value: Value): string {
  if (typeof value === 'string') return value === '' ? '—' : value;
  if (value === null) return '—';
  if (typeof value !== 'object') return String(value);
  return Object.values(value)
    .map((one) => inWords(one))
    .join(' · ');
}
