import { z } from 'zod';

/**
 * How an edition is composed: what can be asked for, and what a page is told. The page keeps no truth of its own. Its forms
 * and scripts post what somebody does to `/desk/editions/:id/compose`, which turns it into operations, and it hears of
 * others from `GET /desk/editions/:id/changes?since=N&tab=T` → Poll: what is new since version N, and who else is there.
 * Without `since` it gives the whole `document`.
 */

/** What names an item for good, wherever it is moved to. Whoever inserts one makes it up: `newKey()`. */
export const keySchema = z.string().regex(/^[a-z0-9]{4,32}$/, { error: 'is not a key of 4 to 32 of a-z0-9' });

const rectangle = z
  .object({
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    width: z.number().gt(0).max(1),
    height: z.number().gt(0).max(1),
  })
  .refine(({ x, y, width, height }) => x + width <= 1.001 && y + height <= 1.001, {
    error: 'reaches over the edge of the picture',
  });

/** The part of a picture that is shown, in parts of its whole width and height. */
export const cropSchema = rectangle.nullable();

/** Kinds of blocks that are made at the desk; stories, ballots and links have an operation of their own. */
export const insertableKinds = [
  'section',
  'headlines',
  'read-also',
  'note',
  'divider',
  'appeal',
  'thanks',
  'patrons-only',
  'correction',
] as const;

export type Key = z.infer<typeof keySchema>;
export type Crop = z.infer<typeof cropSchema>;
export type InsertableKind = (typeof insertableKinds)[number];

/** What a field holds: JSON. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

/** Where an item stands: in a section, headlines or read-also by its key, or in the edition itself; after which one. */
export interface Place {
  in: Key | null;
  after: Key | null;
}

export type Operation =
  /**
   * Another value for a field of an item, or, with `key: null`, of the head (subject, preheader, intro). `was` is what
   * the text was before one's own typing: the last value that was loaded, or that the server has answered to.
   */
  | { op: 'set'; key: Key | null; field: string; value: Value; was: Value }
  /** A new block; fields that are left out get what is usual for the kind and the newsletter. */
  | { op: 'insert'; key: Key; kind: InsertableKind; fields?: Record<string, Value>; place: Place }
  /** A story from the pool; `asLead`: in the place of the lead, which becomes an ordinary story after it. */
  | { op: 'insert-story'; key: Key; articleId: number; place: Place; asLead: boolean }
  | { op: 'insert-ballot'; key: Key; ballot: string; place: Place }
  /** A link in headlines or read-also. */
  | { op: 'insert-link'; key: Key; title: string; url: string; place: Place }
  | { op: 'move'; key: Key; place: Place }
  /** Makes a story the lead; it and the lead of before change places. */
  | { op: 'lead'; key: Key }
  /** Takes an item out; it stays at hand among the removed. */
  | { op: 'remove'; key: Key }
  /** Brings a removed item back, to where it was. */
  | { op: 'restore'; key: Key };

/** Kinds of items: blocks; `article` is a story also within a section or headlines, `link` an entry without a story. */
export type ItemKind = 'lead' | 'article' | 'link' | 'ballot' | 'footer' | InsertableKind;

/**
 * A block, or a story or link within one. What `fields` holds by kind (those with * may be set):
 * - lead, article: articleId, url, title*, standfirst*, author*, category*, updated*, audience*, picture* (shown or not),
 *   alt*, credit*, crop* (Crop), readAlso* ([{title, url}]), image (as it is shown: {src, width, height} or null),
 *   original (the whole picture: the same)
 * - link: title*, url*
 * - section, headlines: title*, audience*, children
 * - read-also: audience*, children
 * - note: title*, text*, markdown* (whether `text` is Markdown), signature*, audience*
 * - divider: audience*
 * - appeal: title*, text*, button* ({label, url}), small*
 * - thanks: title*, text*, audience*, except*
 * - patrons-only: title*, text*, button* ({label, url} or null), audience*
 * - correction: date* (YYYY-MM-DD), wrong*, right*, link* ({title, url} or null), audience*
 * - ballot: audience, url, title, question, options, maxChoices, end
 * - footer: text*
 */
export interface Item {
  key: Key;
  kind: ItemKind;
  fields: Record<string, Value>;
  /** Of a section, headlines, read-also. */
  children: Item[];
}

export interface ComposerDocument {
  subject: string;
  preheader: string;
  intro: string;
  /** In reading order; the footer is the last. */
  items: Item[];
}

export interface Person {
  /** As `staff:3`. */
  actor: string;
  name: string;
}

/** An item that was taken out and can be brought back by `restore`. Texts that others gave it meanwhile are in it. */
export interface RemovedItem {
  item: Item;
  by: Person;
  at: string;
  /** Somebody has changed it after it was removed, without knowing. */
  isChangedSince: boolean;
}

/** A text that could not be merged: `current` stands in the edition, `kept` does not. */
export interface OpenConflict {
  id: number;
  key: Key | null;
  field: string;
  kept: Value;
  by: Person;
  at: string;
  /** What stands there now, and who wrote it. */
  current: Value;
  currentBy: Person | null;
}

/** A change of the log, for the page to tell about. */
export interface ChangeEntry {
  version: number;
  by: Person;
  at: string;
  /** In words of the desk's language, such as `changed the headline of “The port reopens”`. */
  text: string;
  /** The value of a field before and after, for a change of one. */
  before: Value;
  after: Value;
  /** What it was about, to mark it on the page. */
  key: Key | null;
  field: string | null;
}

export interface History {
  changes: ChangeEntry[];
  /** `before` of the next page, or null. */
  older: number | null;
}

/** How an edition stands. */
export interface Status {
  version: number;
  state: string;
  conflicts: OpenConflict[];
  removed: RemovedItem[];
  canUndo: boolean;
  canRedo: boolean;
}

export interface Present extends Person {
  /** What they are at, where their page says so. */
  at: Key | null;
}

export interface Poll extends Status {
  /** The whole, where the poll asked without `since`; else null. */
  document: ComposerDocument | null;
  /** What of the document is another than at `since`; null where nothing is. */
  parts: {
    /** Changed texts of the head. */
    head: Partial<Pick<ComposerDocument, 'subject' | 'preheader' | 'intro'>>;
    /** The keys of all blocks in their order. */
    order: Key[];
    /** Blocks that are new or have changed, whole. */
    items: Item[];
  } | null;
  /** By everybody, one's own other tabs too. */
  changes: ChangeEntry[];
  /** Others who have the edition open, and have polled within the last 20 seconds with `tab` (any word of the page's own). */
  present: Present[];
}

/** A key for an item to be inserted. */
export function newKey(): Key {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}
