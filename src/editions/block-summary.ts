import { type Block, type BlockArticle, type LinkItem, linksInMarkdown } from '../../emails/index.ts';

/** A block in short: what it is called, what it says, and what it leads to. */
export interface BlockSummary {
  title: string;
  text: string;
  links: LinkItem[];
}

/** What stands in a block, whatever its kind is. */
export function summaryOf(block: Block): BlockSummary {
  switch (block.kind) {
    case 'lead':
    case 'article': {
      const { title, standfirst } = block.article;
      return { title, text: standfirst, links: linksOf(block.article) };
    }
    case 'section':
      return { title: block.title, text: '', links: block.articles.flatMap(linksOf) };
    case 'headlines':
      return { title: block.title, text: '', links: block.items };
    case 'read-also':
      return { title: '', text: '', links: block.links };
    case 'appeal': {
      const { title, text, button } = block;
      return { title, text, links: [toLink(button)] };
    }
    case 'patrons-only': {
      const { title, text, button } = block;
      return { title, text, links: button === null ? [] : [toLink(button)] };
    }
    case 'ballot':
      return { title: block.title, text: block.question, links: [] };
    case 'note': {
      const { title, text, markdown } = block;
      return { title, text, links: markdown === true ? linksInMarkdown(text) : [] };
    }
    case 'correction': {
      const { wrong, right, link } = block;
      return { title: '', text: `${wrong} ${right}`.trim(), links: link === null ? [] : [link] };
    }
    case 'thanks':
      return { title: block.title, text: block.text, links: [] };
    case 'footer':
      return { title: '', text: block.text, links: [] };
    case 'divider':
      return { title: '', text: '', links: [] };
  }
}

function linksOf({ title, url, readAlso }: BlockArticle): LinkItem[] {
  return [{ title, url }, ...readAlso];
}

function toLink({ label, url }: { label: string; url: string }): LinkItem {
  return { title: label, url };
}
