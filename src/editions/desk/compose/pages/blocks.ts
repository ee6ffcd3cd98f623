import type { Item } from '../../../compose/contract.ts';
import { type Html, html, raw } from '../../../../views/html.ts';
import type { ComposeView } from '../view.ts';
import { actButton, composerHref } from './forms.ts';
import { audienceName, kindName, nameOf, titleOf } from './names.ts';
import { composerWords } from './words.ts';

/** The edition as it will look, part by part; each can be chosen and moved. */
export function blocksPart(language: string, view: ComposeView): Html {
  const words = composerWords(language);
  const { document, asked, locked } = view;
  const parts = document.items.filter(({ kind }) => kind !== 'footer');
  const isEmpty = parts.length === 0;
  return html`<div class="compose-sheet"><div class="sheet-head"><h2 id="edition-title">${words.blocks.title}</h2><p class="small soft"${locked === null && html` id="edition-hint"`}>${locked === null && words.blocks.hint}</p></div>
<div class="mail-sheet">
<div id="block-head" class="block block-masthead${asked.chosen === 'head' && ' chosen'}" data-key="head">${pick(view, 'head', words.blocks.masthead, words.blocks.choose(words.blocks.masthead))}${drawn(view, view.drawing?.head ?? '')}</div>
<ol class="blocks" id="blocks">${document.items.map((item, index) => blockItem(language, view, item, index))}</ol>
${isEmpty && html`<p class="blocks-empty">${words.blocks.none}</p>`}</div></div>`;
}

function blockItem(language: string, view: ComposeView, item: Item, index: number): Html {
  const { blocks } = composerWords(language);
  const { key, kind } = item;
  const name = nameOf(language, item);
  const readers = audienceName(language, item);
  const isChosen = view.chosen?.item.key === key || view.chosen?.parent?.key === key;
  return html`<li id="block-${key}" class="block${isChosen && ' chosen'}${kind === 'footer' && ' block-last'}" data-key="${key}" data-name="${name}">
<div class="block-side">${kind !== 'footer' && view.locked === null && html`<span class="grip" aria-hidden="true" title="${blocks.drag(name)}"></span>${moveButton(view, item, 'up', blocks.up(name), index === 0)}${moveButton(view, item, 'down', blocks.down(name), isLast(view, index))}`}</div>
<p class="block-name"><span>${kindName(language, item)}</span>${readers !== '' && html` <span class="tag">${readers}</span>`}</p>
${pick(view, key, name, blocks.choose(name))}${drawn(view, view.drawing?.blocks[index] ?? '', titleOf(item))}</li>\n`;
}

function isLast({ document }: ComposeView, index: number): boolean {
  return document.items[index + 1] === undefined || document.items[index + 1]?.kind === 'footer';
}

function moveButton(
  view: ComposeView,
  { key }: Item,
  way: 'up' | 'down',
  name: string,
  isEdge: boolean,
): Html {
  const label = html`<span class="arrow ${way}" aria-hidden="true"></span>`;
  return isEdge
    ? html`<span class="move-none"></span>`
    : actButton(view, { act: `${way}:${key}`, label, name, look: 'move', id: `${way}-${key}` });
}

/** The whole part is one link that chooses it; what is drawn below has no links of its own. */
function pick(view: ComposeView, key: string, name: string, label: string): Html {
  const isChosen = view.asked.chosen === key;
  return html`<a class="pick" href="${composerHref(view, { chosen: key, history: null })}#settings" draggable="false" data-pick="${key}" data-name="${name}" aria-label="${label}"${isChosen && html` aria-current="true"`}></a>`;
}

/** A part of the mail in a tree of its own, so that neither it nor the page changes how the other looks. */
function drawn({ drawing, edition }: ComposeView, markup: string, otherwise = ''): Html {
  if (drawing === null || markup === '')
    return html`<p class="drawn-none" lang="${edition.language}">${otherwise}</p>`;
  const href = `/desk/editions/${edition.id}/compose/mail-${drawing.hash}.css`;
  return html`<div class="drawn" lang="${edition.language}"><template shadowrootmode="open"><link rel="stylesheet" href="${href}">${raw(markup)}</template></div>`;
}
