import { type Html, html } from '../../../../views/html.ts';
import type { Item } from '../../../compose/contract.ts';
import type { Chosen, ComposeView } from '../view.ts';
import { childrenPart } from './children.ts';
import { field } from './fields.ts';
import { actButton, composerHref, madeFor } from './forms.ts';
import { kindName, nameOf } from './names.ts';
import { partFields } from './part-fields.ts';
import { storyFields } from './story-fields.ts';
import { composerWords } from './words.ts';

/** What can be set of the part that is chosen. */
export function settingsPart(language: string, view: ComposeView): Html {
  const { settings } = composerWords(language);
  if (view.asked.chosen === 'head') return introForm(language, view);
  const { chosen } = view;
  if (chosen === null)
    return html`<h2 id="settings-title">${settings.title}</h2><p class="soft">${settings.choose}</p>`;
  const { item, parent } = chosen;
  return html`<h2 id="settings-title" tabindex="-1">${kindName(language, item)}</h2>
${parent !== null && html`<p class="small"><a href="${composerHref(view, { chosen: parent.key })}#settings" data-pick="${parent.key}">${settings.toBlock(nameOf(language, parent))}</a></p>`}
${settingsForm(language, view, chosen)}
${childrenPart(language, view, item)}
${item.kind !== 'footer' && itemActs(language, view, item, parent)}`;
}

function settingsForm(language: string, view: ComposeView, chosen: Chosen): Html {
  const { settings } = composerWords(language);
  const { item } = chosen;
  const fields =
    item.kind === 'lead' || item.kind === 'article'
      ? storyFields(language, view, chosen)
      : partFields(language, view, item);
  return html`<form id="form-${item.key}" class="settings-form" method="post" action="${composerHref(view, {})}#settings" data-fields>
${madeFor(view)}<input type="hidden" name="key" value="${item.key}">
${fields}${view.locked === null && html`<button name="act" value="save" class="quiet small saves">${settings.save}</button>`}</form>`;
}

function introForm(language: string, view: ComposeView): Html {
  const { head, blocks, settings } = composerWords(language);
  const { intro } = view.document;
  return html`<h2 id="settings-title" tabindex="-1">${blocks.masthead}</h2>
<form id="form-intro" class="settings-form" method="post" action="${composerHref(view, {})}#settings" data-fields>
${madeFor(view)}<input type="hidden" name="key" value="head">
${field({ key: 'head', name: 'intro', label: head.intro, value: intro, lang: view.edition.language, locked: view.locked !== null, most: 5_000, rows: 6, hint: head.introHint })}
${view.locked === null && html`<button name="act" value="save" class="quiet small saves">${settings.save}</button>`}</form>`;
}

function itemActs(language: string, view: ComposeView, item: Item, parent: Item | null): Html {
  const { settings, blocks } = composerWords(language);
  const { key, kind } = item;
  const name = nameOf(language, item);
  const isStory = kind === 'article' && parent?.kind !== 'headlines';
  return html`<div class="item-acts" id="acts-${key}">
${kind === 'lead' && html`<p class="small soft">${settings.isLead}</p>`}
${isStory && actButton(view, { act: `lead:${key}`, label: settings.lead, id: `set-lead-${key}` })}
${parent === null && actButton(view, { act: `up:${key}`, label: blocks.shortUp, name: blocks.up(name), id: `set-up-${key}` })}
${parent === null && actButton(view, { act: `down:${key}`, label: blocks.shortDown, name: blocks.down(name), id: `set-down-${key}` })}
${actButton(view, { act: `remove:${key}`, label: settings.remove, name: `${settings.remove}: ${name}`, look: 'quiet small take-out', id: `remove-${key}` })}</div>`;
}
