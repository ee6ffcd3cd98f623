import type { Block, BlockArticle, LinkItem } from '../../emails/index.ts';
import type { Article } from '../articles/article.ts';
import { linkedAddresses } from '../articles/linked-addresses.ts';
import type { Rules } from './rules.ts';
import { note } from './say.ts';

/** An article with the picture that is ours already, where it has one. */
export interface DigestArticle extends Article {
  picture: BlockArticle['image'];
}

export interface Composed {
  blocks: Block[];
  /** Which article stands in which block, in reading order. */
  placed: Array<{ articleId: number; block: string }>;
  lead: DigestArticle;
  /** What was left out and why, a sentence each. */
  notes: string[];
}

/** How many stories outside of sections are shown with picture and words; the rest are headlines. */
const fullStories = 4;

/**
 * Arranges a digest: the lead, stories, sections with their caps, headlines, older stories to read also, the
 * appeal or the thanks, the footer. Each article stands in it once.
 * @param articles at least one, the newest first
 * @param older what "read also" may refer to
 */
export function composeDigest(articles: DigestArticle[], older: Article[], rules: Rules): Composed {
  const notes: string[] = [];
  const lead = chooseLead(articles, rules.leadCategories);
  const rest = articles.filter(({ id }) => id !== lead.id).slice(0, rules.maxArticles - 1);
  const leftOut = articles.length - 1 - rest.length;
  if (leftOut > 0) notes.push(note.moreLeft(String(leftOut), String(rules.maxArticles)));
  const finder = new ReadAlsoFinder(articles, older);
  const { sections, loose } = divide(rest, rules, notes);
  const stories = loose.slice(0, fullStories);
  const headlines = loose.slice(fullStories);
  const toBlock = (article: DigestArticle, max = 0): BlockArticle =>
    toBlockArticle(article, finder.find(article, max));
  const blocks: Block[] = [
    { kind: 'lead', v: 1, audience: null, article: toBlock(lead, rules.readAlso) },
    ...stories.map(
      (article, index): Block => ({
        kind: 'article',
        v: 1,
        audience: null,
        article: toBlock(article, index === 0 ? Math.min(1, rules.readAlso) : 0),
      }),
    ),
    ...sections.map(
      ({ title, articles: own }): Block => ({
        kind: 'section',
        v: 1,
        audience: null,
        title,
        articles: own.map((article) => toBlock(article)),
      }),
    ),
    ...asks(rules),
    ...(headlines.length === 0 ? [] : [headlinesOf(headlines)]),
    { kind: 'footer', v: 1, audience: null, text: '' },
  ];
  const placed = [
    { articleId: lead.id, block: 'lead' },
    ...stories.map(({ id }) => ({ articleId: id, block: 'article' })),
    ...sections.flatMap(({ articles: own }) => own.map(({ id }) => ({ articleId: id, block: 'section' }))),
    ...headlines.map(({ id }) => ({ articleId: id, block: 'headlines' })),
  ];
  return { blocks, placed, lead, notes };
}

/** The editor's mark, else the first of the categories that has a story, else the newest with a picture. */
function chooseLead(articles: DigestArticle[], priorities: string[]): DigestArticle {
  const marked = articles
    .filter(({ leadMarkedAt }) => leadMarkedAt !== null)
    .sort((a, b) => Number(b.leadMarkedAt) - Number(a.leadMarkedAt));
  const pictured = articles.filter(({ picture }) => picture !== null);
  const byCategory = priorities.map(
    (category) =>
      pictured.find((article) => isOf(article, [category])) ??
      articles.find((article) => isOf(article, [category])),
  );
  const lead = marked[0] ?? byCategory.find((article) => article !== undefined) ?? pictured[0] ?? articles[0];
  if (lead === undefined) throw new TypeError('a digest is composed of at least one article');
  return lead;
}

/** The articles that may be shown with their picture: those of the first ranks, and each that may lead. */
export function mayBePictured(articles: Article[], { maxArticles, leadCategories }: Rules): Article[] {
  return articles.filter(
    (article, index) => index < maxArticles || article.leadMarkedAt !== null || isOf(article, leadCategories),
  );
}

function isOf({ categories }: Article, wanted: string[]): boolean {
  const names = categories.map((category) => category.toLowerCase());
  return wanted.some((category) => names.includes(category.toLowerCase()));
}

/** Gives each section its own, up to its cap; what is over a cap is left out and said so. */
function divide(articles: DigestArticle[], { sections: wanted }: Rules, notes: string[]) {
  const taken = new Set<number>();
  const sections = wanted.flatMap(({ title, categories, cap }) => {
    const own = articles.filter((article) => !taken.has(article.id) && isOf(article, categories));
    for (const { id } of own) taken.add(id);
    if (own.length > cap)
      notes.push(
        note.overCap(
          String(own.length - cap),
          title,
          String(cap),
          own
            .slice(cap)
            .map(({ title: name }) => name)
            .join('; '),
        ),
      );
    return own.length === 0 ? [] : [{ title, articles: own.slice(0, cap) }];
  });
  return { sections, loose: articles.filter(({ id }) => !taken.has(id)) };
}

function asks({ appeal, thanks }: Rules): Block[] {
  const blocks: Block[] = [];
  if (appeal !== null) {
    const { title, text, label, url, small } = appeal;
    blocks.push({ kind: 'appeal', v: 1, audience: 'appeal', title, text, button: { label, url }, small });
  }
  return [...blocks, ...thanksByTier(thanks)];
}

/** A patron of a tier that has thanks of its own is not thanked by the others' as well. */
function thanksByTier(thanks: Rules['thanks']): Block[] {
  const named = thanks.flatMap(({ tiers }) => tiers.map((slug) => `tier:${slug}`));
  return thanks.map(({ title, text, tiers }) => ({
    kind: 'thanks',
    v: 1,
    audience: tiers.length === 0 ? 'patron' : tiers.map((slug) => `tier:${slug}`),
    except: tiers.length === 0 ? named : [],
    title,
    text,
  }));
}

function headlinesOf(articles: DigestArticle[]): Block {
  const items = articles.map(({ id, title, url, changedAt }) => ({
    title,
    url,
    updated: changedAt !== null,
    articleId: id,
  }));
  return { kind: 'headlines', v: 1, audience: null, title: '', items };
}

/** A copy of an article for an edition, its picture ours already. */
export function toBlockArticle(
  { id, title, url, standfirst, author, categories, changedAt, picture }: DigestArticle,
  readAlso: LinkItem[],
): BlockArticle {
  return {
    id,
    title,
    url,
    standfirst,
    author,
    category: categories[0] ?? '',
    updated: changedAt !== null,
    image: picture,
    readAlso,
  };
}

// What the newsroom itself refers to goes before all kinship of words.
const linkedScore = 100;

/** Finds older stories on the same matter, each at most once in an edition, and none that stands in it. */
class ReadAlsoFinder {
  readonly #older: Array<{ article: Article; words: Set<string> }>;
  readonly #used = new Set<number>();

  constructor(present: Article[], older: Article[]) {
    const here = new Set(present.map(({ id }) => id));
    this.#older = older
      .filter(({ id }) => !here.has(id))
      .map((article) => ({ article, words: wordsOf(article) }));
  }

  /**
   * Stories that the article's own text leads to; then shared words of headline and standfirst count most, a shared
   * category a little, and without a shared word there is no kinship.
   */
  find(article: Article, max: number): LinkItem[] {
    if (max === 0) return [];
    const words = wordsOf(article);
    const linked = linkedAddresses(article);
    const scored = this.#older
      .filter(({ article: { id } }) => !this.#used.has(id))
      .map(({ article: older, words: others }) => {
        const shared = [...words].filter((word) => others.has(word)).length;
        const kinship = shared === 0 ? 0 : 2 * shared + (isOf(older, article.categories) ? 1 : 0);
        return { older, score: kinship + (linked.has(older.url) ? linkedScore : 0) };
      })
      .filter(({ score }) => score >= 3)
      .sort((a, b) => b.score - a.score || Number(b.older.publishedAt) - Number(a.older.publishedAt))
      .slice(0, max);
    for (const { older } of scored) this.#used.add(older.id);
    return scored.map(({ older: { title, url } }) => ({ title, url }));
  }
}

function wordsOf({ title, standfirst }: Article): Set<string> {
  const words = `${title} ${standfirst}`.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return new Set(words);
}
