import { type Html, html } from '../../views/html.ts';
import type { BounceRow } from '../queries/report.ts';
import type { AfterWords } from './words/after-words.ts';

type Said = Pick<BounceRow, 'class' | 'code'>;

/** What a bounce says, with its class, and its code where that is not said already. */
export function bounceLabel(words: AfterWords['report'], said: Said): Html {
  const { meaning, facts } = partsOf(words, said);
  return html`${meaning} <span class="soft small">${facts}</span>`;
}

/** The same, in one line of text. */
export function bounceText(words: AfterWords['report'], said: Said): string {
  const { meaning, facts } = partsOf(words, said);
  return facts === '' ? meaning : `${meaning} (${facts})`;
}

function partsOf({ codes, classes, noCode }: AfterWords['report'], { class: sort, code }: Said) {
  const [, ...rest] = code.split('.');
  const meaning = codes[rest.join('.')];
  const kind = sort === null ? null : (classes[sort] ?? sort);
  return {
    meaning: meaning ?? (code === '' ? noCode : code),
    facts: [meaning === undefined ? '' : code, kind ?? ''].filter((part) => part !== '').join(', '),
  };
}
