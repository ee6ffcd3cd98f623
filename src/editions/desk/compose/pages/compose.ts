import { assets } from '../../../../views/assets.ts';
import { type DeskFrame, deskPage, doneNotice, problemNotice } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { ComposeView } from '../view.ts';
import { barPart, noticePart } from './bar.ts';
import { blocksPart } from './blocks.ts';
import { conflictsPart } from './conflicts.ts';
import { actsForm, composerHref } from './forms.ts';
import { headPart } from './head.ts';
import { historyPart } from './history.ts';
import { insertPart } from './insert.ts';
import { poolPart } from './pool.ts';
import { removedPart } from './removed.ts';
import { settingsPart } from './settings.ts';
import { composerWords } from './words.ts';

/** The composer: left what can be added, in the middle the edition as it will look, right what is chosen of it. */
export function composePage(frame: DeskFrame, view: ComposeView): string {
  const { language } = frame;
  const words = composerWords(language);
  const { edition, newsletter, status, did, problem, who, locked } = view;
  const name = `${newsletter} ${edition.number}`;
  const done = Object.hasOwn(words.done, did) ? words.done[did as keyof typeof words.done] : null;
  const body = html`<div id="composer" class="composer" data-version="${status.version}" data-actor="${`staff:${who.staffId}`}" data-state="${status.state}" data-locked="${locked ?? ''}" data-home="${composerHref(view, {})}" data-changes="/desk/editions/${edition.id}/changes" data-draft="${`composer:${edition.id}:${who.staffId}`}" data-words="${JSON.stringify(words.live)}">
${barPart(frame, view, name)}
<div id="compose-notices">${noticePart(language, view)}${problem === null && doneNotice(done)}${problemNotice(problem)}${conflictsPart(language, view)}</div>
${actsForm(view)}
<div class="compose-panes">
${paneLinks(language)}
<section id="stories" class="pane" aria-labelledby="stories-title">${locked !== 'read-only' && locked !== 'gone' && insertPart(language, view)}${poolPart(frame, view)}</section>
<section id="edition" class="pane" aria-labelledby="edition-title">${headPart(language, view)}${blocksPart(language, view)}${removedPart(frame, view)}</section>
<section id="settings" class="pane" aria-labelledby="settings-title">${view.history === null ? settingsPart(language, view) : historyPart(frame, view)}</section>
</div>
<p id="compose-said" class="unseen" role="status"></p><p id="compose-news" role="status"></p>
</div>`;
  return deskPage(frame, {
    title: words.title(name),
    body,
    width: 'full',
    styles: [assets.composeStyles.href],
    scripts: [
      assets.sortable,
      assets.composeTree,
      assets.composeSave,
      assets.composeOrder,
      assets.composeFields,
      assets.compose,
    ].map(({ href }) => href),
  });
}

/** On a phone one part is shown at a time; without scripts they stand below each other, and these lead to them. */
function paneLinks(language: string): Html {
  const { panes } = composerWords(language);
  const link = (name: 'stories' | 'edition' | 'settings'): Html =>
    html`<li><a href="#${name}" data-pane="${name}">${panes[name]}</a></li>`;
  return html`<nav class="pane-links" aria-label="${panes.label}"><ul>${link('stories')}${link('edition')}${link('settings')}</ul></nav>`;
}
