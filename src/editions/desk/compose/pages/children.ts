import { type Html, html } from '../../../../views/html.ts';
import type { Item } from '../../../compose/contract.ts';
import { textOf } from '../items.ts';
import type { ComposeView } from '../view.ts';
import { actButton, composerHref, madeFor } from './forms.ts';
import { composerWords } from './words.ts';

const containers: ReadonlyArray<Item['kind']> = ['section', 'headlines', 'read-also'];

/** What stands in a part, in its order; each can be moved, changed and taken out. */
export function childrenPart(language: string, view: ComposeView, item: Item): Html | null {
  if (!containers.includes(item.kind)) return null;
  const { settings } = composerWords(language);
  const label = item.kind === 'read-also' ? settings.links : settings.stories;
  return html`<h3 id="children-title">${label}</h3>
<ol class="children" id="children-${item.key}" data-in="${item.key}"${item.kind !== 'read-also' && html` data-stories`} aria-labelledby="children-title">${item.children.map(
    (child, index) => childItem(language, view, item, child, index),
  )}</ol>
${(item.kind === 'read-also' || item.kind === 'headlines') && linkForm(language, view, item)}`;
}

function childItem(language: string, view: ComposeView, parent: Item, child: Item, index: number): Html {
  const { settings, blocks } = composerWords(language);
  const { key } = child;
  const title = textOf(child, 'title');
  const count = parent.children.length;
  const move = (way: 'up' | 'down', isEdge: boolean): Html =>
    isEdge
      ? html`<span class="move-none"></span>`
      : actButton(view, {
          act: `${way}:${key}`,
          label: html`<span class="arrow ${way}" aria-hidden="true"></span>`,
          name: blocks[way](title),
          look: 'move',
          id: `${way}-${key}`,
        });
  return html`<li id="child-${key}" class="child" data-key="${key}" data-name="${title}"><span class="grip" aria-hidden="true"></span>
<a href="${composerHref(view, { chosen: key })}#settings" data-pick="${key}" draggable="false" aria-label="${settings.openStory(title)}" lang="${view.edition.language}">${title}</a>
<span class="child-moves">${move('up', index === 0)}${move('down', index === count - 1)}</span></li>\n`;
}

function linkForm(language: string, view: ComposeView, { key }: Item): Html | null {
  const { settings } = composerWords(language);
  if (view.locked !== null) return null;
  return html`<details class="more-fields" id="add-link-${key}"><summary>${settings.addLink}</summary>
<form method="post" action="${composerHref(view, {})}#settings" id="link-form-${key}">${madeFor(view)}<input type="hidden" name="in" value="${key}">
<div class="field"><label for="link-title">${settings.linkTitle}</label><input id="link-title" name="title" type="text" required maxlength="500" autocomplete="off" lang="${view.edition.language}"></div>
<div class="field"><label for="link-url">${settings.linkUrl}</label><input id="link-url" name="url" type="url" required maxlength="2000" autocomplete="off" pattern="https?://.+"></div>
<button name="act" value="link" class="quiet small">${settings.addLink}</button></form></details>`;
}
