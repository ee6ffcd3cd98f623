import type { Block, LinkItem } from '../../../../../emails/index.ts';
import { type Html, html } from '../../../../views/html.ts';
import { type BlockSummary, summaryOf } from '../../../block-summary.ts';
import type { EditionView } from '../view.ts';
import type { EditionWords } from './words/edition-words.ts';

const longestText = 280;

/** What the edition is made of, in order, with where its links lead. */
export function blocksPart({ blocks: words }: EditionWords, { edition }: EditionView): Html {
  const { blocks, language } = edition;
  const items = blocks.map((block, index) => blockItem(words, block, index, language));
  return html`<h2 id="blocks">${words.title}</h2>
${blocks.length === 0 ? html`<p>${words.none}</p>` : html`<p class="soft">${words.text}</p><ol class="edition-blocks">${items}</ol>`}`;
}

function blockItem(words: EditionWords['blocks'], block: Block, index: number, language: string): Html {
  const { title, text, links }: BlockSummary = summaryOf(block);
  const readers = audienceOf(words, block);
  // A story is called what its link is called.
  const [first] = links;
  const own = first?.title === title ? first : null;
  const others = own === null ? links : links.slice(1);
  return html`<li id="block-${index + 1}"><p class="small soft"><strong>${words.kinds[block.kind]}</strong>${readers !== '' && html` <span class="tag">${readers}</span>`}</p>
<div lang="${language}">${title !== '' && html`<h3>${own === null ? title : linkTo(own)}</h3>`}${text !== '' && html`<p>${shortened(text)}</p>`}</div>
${others.length > 0 && linksOf(words, others, language)}</li>\n`;
}

function linkTo({ title, url }: LinkItem): Html {
  return html`<a href="${url}" rel="noreferrer">${title}</a> <span class="small soft">${new URL(url).hostname}</span>`;
}

/** Of a whole section its stories; of many links they are folded away. */
function linksOf(words: EditionWords['blocks'], links: LinkItem[], language: string): Html {
  const list = html`<ul class="small" lang="${language}">${links.map((link) => html`<li>${linkTo(link)}</li>`)}</ul>`;
  return links.length > 3
    ? html`<details><summary class="small">${words.more(links.length)}</summary>${list}</details>`
    : list;
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText).trimEnd()}…` : text;
}

function audienceOf({ audiences }: EditionWords['blocks'], { audience }: Block): string {
  const names = audience === null ? [] : [audience].flat();
  return names
    .map((name) => {
      const [kind = '', argument = ''] = name.split(':');
      if (kind === 'tier') return audiences.tier(argument);
      return Object.hasOwn(audiences, kind) ? audiences[kind as 'reader'] : name;
    })
    .join(', ');
}
