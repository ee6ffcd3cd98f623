import type { Block } from '../../../emails/index.ts';
import { summaryOf } from '../block-summary.ts';

/** A link of an edition, and in which of its blocks it stands. */
export interface LinkIn {
  block: number;
  title: string;
  url: string;
}

/** Every address that a reader of an edition may follow, once each, in the order of reading; those written in words too. */
export function linksIn({ blocks }: { blocks: Block[] }): LinkIn[] {
  const found = blocks.flatMap((block, index) => {
    const { text, links } = summaryOf(block);
    return [...links, ...addressesIn(text)].map(({ title, url }) => ({ block: index, title, url }));
  });
  return found.filter(({ url }, index) => found.findIndex((one) => one.url === url) === index);
}

function addressesIn(text: string): Array<{ title: string; url: string }> {
  const written = text.match(/https?:\/\/[^\s<>()[\]"'`]+/g) ?? [];
  return written
    .map((address) => address.replace(/[.,;:!?…]+$/, ''))
    .filter((address) => URL.canParse(address))
    .map((url) => ({ title: new URL(url).hostname, url }));
}
