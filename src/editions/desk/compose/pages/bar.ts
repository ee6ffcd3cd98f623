import type { DeskFrame } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import { deskEditionWords } from '../../words.ts';
import type { ComposeView } from '../view.ts';
import { actButton, composerHref } from './forms.ts';
import { composerWords } from './words.ts';

/** What it is, how it is kept, and what leads on from it. */
export function barPart({ language }: DeskFrame, view: ComposeView, name: string): Html {
  const words = composerWords(language);
  const { edition, status } = view;
  const state = deskEditionWords(language).states[status.state] ?? status.state;
  return html`<header class="compose-bar">
<div class="compose-name"><p class="small"><a href="/desk/editions/${edition.id}">${words.preview}</a> <span class="state state-${status.state}">${state}</span></p>
<h1>${words.title(name)}</h1></div>
<div class="compose-tools">
<p id="compose-saved" class="small" role="status"></p>
<div class="compose-buttons" id="compose-buttons">${undoButtons(language, view)}<a class="button quiet small" href="${composerHref(view, { history: 'newest' })}#settings" data-stay>${words.bar.history}</a></div>
${presentPart(language, view)}</div>
</header>`;
}

function undoButtons(language: string, view: ComposeView): Html | null {
  const { bar } = composerWords(language);
  const { canUndo, canRedo } = view.status;
  if (view.locked !== null) return null;
  const button = (act: 'undo' | 'redo', isPossible: boolean): Html =>
    isPossible
      ? actButton(view, { act, label: bar[act], id: `act-${act}` })
      : html`<button id="act-${act}" class="quiet small" disabled>${bar[act]}</button>`;
  return html`${button('undo', canUndo)}${button('redo', canRedo)}`;
}

function presentPart(language: string, { present }: ComposeView): Html {
  const { live } = composerWords(language);
  const names = [...new Set(present.map(({ name }) => name))].join(', ');
  return html`<p id="compose-present" class="small soft">${names !== '' && live.here.replace('{names}', names)}</p>`;
}

/** What keeps one from changing it, and how to change it all the same. */
export function noticePart(language: string, view: ComposeView): Html {
  const { state } = composerWords(language);
  const { locked, drawProblem } = view;
  const said = locked === 'read-only' ? state.readOnly : locked === 'gone' ? state.gone : null;
  return html`${said !== null && html`<p class="notice">${said}</p>`}${locked !== 'read-only' && askedFirst(language, view)}${drawProblem !== null && html`<p class="problem" role="alert">${state.notDrawn(drawProblem)}</p>`}`;
}

/** What a first change would do, where that is more than to change a draft. */
function askedFirst(language: string, view: ComposeView): Html | null {
  const { state } = composerWords(language);
  const isGoing = view.edition.state === 'launched' && view.locked !== 'gone';
  const isApproved = view.edition.state === 'approved' || view.edition.state === 'scheduled';
  if (!isGoing && !isApproved) return null;
  const link = html`<p><a class="button small" href="${composerHref(view, { evenIfApproved: view.edition.approvedRevisionId })}">${state.edit}</a></p>`;
  return html`<div class="notice warn"><p>${isGoing ? state.going : state.approved}</p>${view.locked !== null && link}</div>`;
}
