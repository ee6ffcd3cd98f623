import type { Block } from '../../../emails/index.ts';
import { summaryOf } from '../../editions/block-summary.ts';

export interface LinkCount {
  url: string;
  articleId: number | null;
  people: number;
  machines: number;
}

/** A link as it stands in the mail, with how often it was followed. */
export interface ClickedLink {
  title: string;
  url: string;
  people: number;
  machines: number;
}

/** A block of the mail with its links, in the order of reading. */
export interface ClickedBlock {
  kind: Block['kind'];
  title: string;
  links: ClickedLink[];
  people: number;
}

export interface ClicksByBlock {
  blocks: ClickedBlock[];
  /** Links of an earlier text, of the masthead or the foot, which stand in no block of this one. */
  others: ClickedLink[];
  people: number;
  machines: number;
}

/** Puts the counts of links where these stand in the mail; an address that stands there twice is counted at its first place. */
export function clicksByBlock(blocks: Block[], counts: LinkCount[]): ClicksByBlock {
  const left = new Set(counts);
  const taken = blocks.map((block): ClickedBlock => {
    const { title, links } = summaryOf(block);
    const clicked = links.map((link) => {
      const count = [...left].find((one) => leadsTo(one.url, link.url));
      if (count !== undefined) left.delete(count);
      return { title: link.title, url: link.url, people: count?.people ?? 0, machines: count?.machines ?? 0 };
    });
    const people = clicked.reduce((sum, link) => sum + link.people, 0);
    return { kind: block.kind, title, links: clicked, people };
  });
  const sum = (of: (one: LinkCount) => number): number => counts.reduce((total, one) => total + of(one), 0);
  return {
    blocks: taken,
    others: [...left]
      .map(({ url, people, machines }) => ({ title: hostAndPath(url), url, people, machines }))
      .sort((one, other) => other.people - one.people),
    people: sum((one) => one.people),
    machines: sum((one) => one.machines),
  };
}

/** A counted address is that of the block, with the newsletter's own parameters added to it. */
function leadsTo(counted: string, own: string): boolean {
  if (!URL.canParse(counted) || !URL.canParse(own)) return counted === own;
  const [whole, part] = [new URL(counted), new URL(own)];
  const isSame = whole.origin === part.origin && whole.pathname === part.pathname && whole.hash === part.hash;
  return isSame && [...part.searchParams].every(([name, value]) => whole.searchParams.get(name) === value);
}

function hostAndPath(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname } = new URL(url);
  return pathname === '/' ? hostname : `${hostname}${pathname}`;
}
