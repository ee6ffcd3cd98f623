import { createHash } from 'node:crypto';
import { type Block, renderDigest } from '../../../../emails/index.ts';
import { segment } from '../../../delivery/markers.ts';
import { saidOf } from '../../../errors.ts';
import type { Services } from '../../../services.ts';
import type { Edition } from '../../edition.ts';
import { contentOf } from '../../freeze.ts';
import { readSources } from '../../read-sources.ts';
import type { Sentence } from '../../../sentence.ts';

/** An edition as the mail shows it, cut at its blocks, in HTML that needs no style of its own inside. */
export interface Drawing {
  /** Name, date and the editor's first words. */
  head: string;
  /** One for each block, in order. */
  blocks: string[];
  stylesheet: string;
  /** Of the stylesheet. */
  hash: string;
}

/** Null where it cannot be rendered, with the reason. */
export interface Drawn {
  drawing: Drawing | null;
  problem: Sentence | null;
}

export type DrawEdition = (edition: Edition) => Promise<Drawn>;

// Each look at another part of an edition asks for the whole of it again.
const keptMs = 30_000;
const mostKept = 20;

/** Draws editions, and keeps what it has drawn for half a minute, or until it is changed. */
export function drawerOf(services: Pick<Services, 'db' | 'config'>): DrawEdition {
  const kept = new Map<string, { until: number; drawn: Promise<Drawn> }>();
  return (edition) => {
    const key = `${edition.id} ${edition.updatedAt.getTime()}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > performance.now()) return known.drawn;
    const drawn = drawEdition(services, edition);
    kept.delete(key);
    kept.set(key, { until: performance.now() + keptMs, drawn });
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    return drawn;
  };
}

/**
 * Draws an edition by the parts that make its mail, so that an editor arranges what readers get and no imitation of it.
 * Every block is drawn, whoever is shown it. Nothing in it can be followed: a click there chooses a block.
 */
async function drawEdition(
  { db, config }: Pick<Services, 'db' | 'config'>,
  edition: Edition,
): Promise<Drawn> {
  try {
    const sources = await readSources(db, edition, config.publicUrl);
    // Pictures are asked for where the page stands: its policy loads nothing from elsewhere.
    const content = contentOf(sources.edition, sources.newsletter, sources.publication, '');
    const { html } = await renderDigest({ ...content, blocks: content.blocks.map(marked) }, slots);
    return { drawing: cut(html, edition.blocks.length), problem: null };
  } catch (error) {
    return { drawing: null, problem: saidOf(error) };
  }
}

const slots = {
  address: 'reader@example.com',
  unsubscribe: '#',
  preferences: '#',
  viewOnline: '#',
  subscribe: null,
  link: (url: string) => url,
  segment,
  why: '#',
};

/** The block between marks of its own, in the place of those of its audience. */
function marked(block: Block, index: number): Block {
  const own = { ...block, audience: `drawn:${index}` };
  return ('except' in own ? { ...own, except: [] } : own) as Block;
}

const style = / style="([^"]*)"/g;

function cut(html: string, count: number): Drawing {
  const body = html.slice(html.indexOf('<div aria-label'));
  const rules = new Map<string, string>();
  const plain = (part: string): string => withoutStyles(part, rules);
  const first = body.indexOf('\uE002');
  const start = body.indexOf('>') + 1;
  const head = plain(first === -1 ? body.slice(start, body.lastIndexOf('</div>')) : body.slice(start, first));
  const blocks = Array.from({ length: count }, (_none, index) => {
    const { open, close } = segment(`drawn:${index}`);
    const from = body.indexOf(open);
    return from === -1 ? '' : plain(body.slice(from + open.length, body.indexOf(close, from)));
  });
  const own = [...rules].map(([name, text]) => `${`[data-s="${name}"]`.repeat(3)}{${text}}`);
  const stylesheet = [...baseRules(html), ...own].join('\n');
  return { head, blocks, stylesheet, hash: shortHash(stylesheet) };
}

/** A part of a mail with its styles as names of rules, since the desk's policy allows none inside a page. */
function withoutStyles(part: string, rules: Map<string, string>): string {
  return part
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/ href="[^"]*"/g, '')
    .replace(/<(\/?)h1\b/g, '<$1div')
    .replace(style, (_all, text: string) => {
      const name = shortHash(text);
      rules.set(name, decoded(text));
      return ` data-s="${name}"`;
    })
    .trim();
}

/** The rules of the mail's head, for parts that stand in a tree of their own. Those for Outlook.com are of no use here. */
function baseRules(html: string): string[] {
  const sheets = [...html.matchAll(/<style type="text\/css">([^<]*)<\/style>/g)];
  return sheets.map(([, text = '']) =>
    text
      .replace(/\[data-ogsc\][^{}]*\{[^{}]*\}/g, '')
      .replace(/:root\{[^{}]*\}/g, '')
      .trim(),
  );
}

function decoded(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
