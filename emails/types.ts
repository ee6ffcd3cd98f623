import { z } from 'zod';
import type { Look, Theme } from './look.ts';
import type { Texts } from './texts.ts';

/** Who voted for what is no block's audience: by its links, or the size of the mail, one could tell who they are. */
export const segmentName = z.string().regex(/^(?!voted\b)[a-z]+(:[a-z0-9]+([.-][a-z0-9]+)*)?$/, {
  error: 'is no audience such as reader, patron, appeal or tier:breakfast',
});
const segmentNames = z.union([segmentName, z.array(segmentName).min(1)]);

/** Who reads a block: everybody, or whoever is shown one of these segments. */
export type Audience = z.infer<typeof segmentNames> | null;

export const audience = segmentNames.nullable().default(null);

const ofPatrons = z.string().regex(/^(patron|tier:[a-z0-9]+(-[a-z0-9]+)*)$/, {
  error: 'is neither patron nor a tier such as tier:breakfast',
});

/** Of a block for those who pay: all of them, or those of some tiers. */
export const patronAudience = z.union([ofPatrons, z.array(ofPatrons).min(1)]).default('patron');

/** An audience as it is marked: one of these names is enough. */
export function audienceMark(names: NonNullable<Audience>): string {
  return [names].flat().join('|');
}

const webAddress = z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// address' });

const image = z.object({
  /** Absolute, or a path of `baseUrl`. */
  src: z.string().regex(/^(https?:\/\/|\/)/),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  alt: z.string(),
  credit: z.string().default(''),
});

export const linkItem = z.object({ title: z.string().min(1), url: webAddress });

/** An article as a block holds it: a copy, so that what was approved is what goes out. */
export const article = z.object({
  id: z.number().int(),
  title: z.string().min(1),
  url: webAddress,
  standfirst: z.string().default(''),
  author: z.string().default(''),
  category: z.string().default(''),
  updated: z.boolean().default(false),
  image: image.nullable().default(null),
  readAlso: z.array(linkItem).default([]),
});

export const button = z.object({ label: z.string().min(1), url: webAddress });

export type BlockArticle = z.infer<typeof article>;
export type BlockImage = z.infer<typeof image>;
export type LinkItem = z.infer<typeof linkItem>;

/** What a block is rendered with. */
export interface Context {
  look: Look;
  texts: Texts;
  /** Of the edition, as `en` or `pt-BR`. */
  language: string;
  rtl: boolean;
  /** Where a link of the content leads in this mail: through the count of clicks, or straight on. */
  link(url: string): string;
  /** The absolute address of a picture. */
  asset(src: string): string;
  /** A part within a block that only some of its readers see; empty where they do not read this page. */
  segment(audience: string, content: string): string;
  /** Where a reader learns why they are asked for money; null on the web. */
  why: string | null;
  /** What those read who voted for the article at an address, and nobody else. */
  voted(url: string, content: (words: string) => string): string;
  footer: Footer;
}

export interface Footer {
  publication: string;
  postalAddress: string;
  newsletter: string;
  /** The reader's address, or null on the web, where the page is nobody's own. */
  address: string | null;
  unsubscribe: string | null;
  preferences: string | null;
  viewOnline: string | null;
  subscribe: string | null;
}

/** A kind of block: a file each. */
export interface BlockKind<B> {
  schema: z.ZodType<B>;
  /** Sections of MJML. */
  mjml(block: B, context: Context): string;
  /** The same in plain text, with every link. */
  text(block: B, context: Context): string;
  /** Whether it says nothing as it is, and is left out; a kind without this always says something. */
  isEmpty?(block: B): boolean;
  sample: B;
}

/** Keeps a block kind's types together. */
export function defineBlock<B>(kind: BlockKind<B>): BlockKind<B> {
  return kind;
}

export interface PublicationProps {
  name: string;
  tagline: string;
  postalAddress: string;
  theme: Theme;
}

/** What the head of an edition says. */
export interface EditionProps {
  number: number;
  /** ISO 8601, an instant. */
  date: string;
  timeZone: string;
  language: string;
  subject: string;
  preheader: string;
  /** The editor's words before the first story; may be empty. */
  intro: string;
}

/** A mail, complete but for its headers. */
export interface Mail {
  subject: string;
  html: string;
  text: string;
}
