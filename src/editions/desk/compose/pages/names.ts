import type { Item } from '../../../compose/contract.ts';
import { textOf } from '../items.ts';
import { editionWords } from '../../edition/pages/words.ts';
import { composerWords } from './words.ts';

const longest = 50;

/** What kind of part it is, in words. */
export function kindName(language: string, { kind }: Pick<Item, 'kind'>): string {
  if (kind === 'link') return composerWords(language).settings.links;
  return editionWords(language).blocks.kinds[kind];
}

/** A part as one speaks of it: its kind, and what it is called. */
export function nameOf(language: string, item: Item): string {
  const title = titleOf(item);
  const kind = kindName(language, item);
  return title === '' ? kind : `${kind}: ${title}`;
}

/** The words that an item is known by; '' where it has none. */
export function titleOf(item: Item): string {
  const whole = textOf(item, 'title') || textOf(item, 'text') || textOf(item, 'wrong');
  // Without what Markdown is written with.
  const text = whole
    .replace(/[*_`>#]+|^- /gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
}

/** Who reads a part, where it is not everybody. */
export function audienceName(language: string, { fields }: Item): string {
  const { audiences } = editionWords(language).blocks;
  const names = [fields['audience'] ?? []].flat().filter((name) => typeof name === 'string');
  return names
    .map((name) => {
      const [kind = '', argument = ''] = name.split(':');
      if (kind === 'tier') return audiences.tier(argument);
      return Object.hasOwn(audiences, kind) ? audiences[kind as 'reader'] : name;
    })
    .join(', ');
}
