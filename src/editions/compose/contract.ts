import { z } from 'zod';

/**
 * What the composer's page and its server say to each other. The page keeps no truth of its own: it sends operations,
 * one request at a time, the same one again with the same `once` until it has an answer, and shows what comes back.
 *
 * - `GET  /desk/editions/:id/changes?since=N&tab=T` → Poll: what is new since version N, and who else is there.
 *   Without `since` it gives the whole `document`.
 * - `POST /desk/editions/:id/changes` ChangeRequest → ChangeAnswer
 * - `POST /desk/editions/:id/changes/undo`, `…/changes/redo` UndoRequest → UndoAnswer
 * - `POST /desk/editions/:id/changes/take-over` TakeOverRequest → ChangeAnswer
 * - `POST /desk/editions/:id/changes/restore-version` RestoreRequest → ChangeAnswer
 *
 * - `GET  /desk/editions/:id/changes/history?before=N` → History, the newest change first
 *
 * Bodies are JSON. Refusals are `{error: {code, message}}`: 400 where a request is not whole, 403, 404, and 409 where the
 * edition cannot be changed any more, or what one acted upon has changed.
 */

/** What names an item for good, wherever it is moved to. Whoever inserts one makes it up: `newKey()`. */
export const keySchema = z.string().regex(/^[a-z0-9]{4,32}$/, { error: 'is not a key of 4 to 32 of a-z0-9' });

/** Where an item stands: in a section, headlines or read-also by its key, or in the edition itself; after which one. */
export const placeSchema = z.object({ in: keySchema.nullable(), after: keySchema.nullable() });

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

const value = z.json();

export const operationSchema = z.discriminatedUnion('op', [
  /**
   * Another value for a field of an item, or, with `key: null`, of the head (subject, preheader, intro). `was` is what
   * the text was before one's own typing: the last value that was loaded, or that the server has answered to.
   */
  z.object({ op: z.literal('set'), key: keySchema.nullable(), field: z.string().max(40), value, was: value }),
  /** A new block; fields that are left out get what is usual for the kind and the newsletter. */
  z.object({
    op: z.literal('insert'),
    key: keySchema,
    kind: z.enum(insertableKinds),
    fields: z.record(z.string(), value).default({}),
    place: placeSchema,
  }),
  /** A story from the pool; `asLead`: in the place of the lead, which becomes an ordinary story after it. */
  z.object({
    op: z.literal('insert-story'),
    key: keySchema,
    articleId: z.number().int().positive(),
    place: placeSchema,
    asLead: z.boolean().default(false),
  }),
  z.object({
    op: z.literal('insert-ballot'),
    key: keySchema,
    ballot: z.string().max(200),
    place: placeSchema,
  }),
  /** A link in headlines or read-also. */
  z.object({
    op: z.literal('insert-link'),
    key: keySchema,
    title: z.string().max(500),
    url: z.string().max(2_000),
    place: placeSchema,
  }),
  z.object({ op: z.literal('move'), key: keySchema, place: placeSchema }),
  /** Makes a story the lead; it and the lead of before change places. */
  z.object({ op: z.literal('lead'), key: keySchema }),
  /** Takes an item out; it stays at hand among the removed. */
  z.object({ op: z.literal('remove'), key: keySchema }),
  /** Brings a removed item back, to where it was. */
  z.object({ op: z.literal('restore'), key: keySchema }),
]);

const once = z.string().regex(/^[A-Za-z0-9-]{8,64}$/, { error: 'is not 8 to 64 of A-Za-z0-9-' });
const version = z.number().int().min(0);

export const changeRequestSchema = z.object({
  /** The version that is on the page. */
  base: version,
  changes: z.array(operationSchema).min(1).max(200),
  /** The same for the same request sent again; another one for every other. */
  once,
});
export const undoRequestSchema = z.object({ base: version, once });
export const takeOverRequestSchema = z.object({
  base: version,
  /** The `id` of an open conflict. */
  conflict: version,
  /** `take`: the text that was kept aside takes the place of what stands there; `drop`: what stands there stays. */
  act: z.enum(['take', 'drop']),
  /** What stands there now, as the page shows it; 409 where it has changed since. */
  was: value,
  /** Instead of the text that was kept aside: one made of both by hand. */
  value: value.optional(),
  once,
});
export const restoreRequestSchema = z.object({ base: version, version, once });

export type Key = z.infer<typeof keySchema>;
export type Place = z.infer<typeof placeSchema>;
export type Crop = z.infer<typeof cropSchema>;
export type Operation = z.infer<typeof operationSchema>;
export type ChangeRequest = z.infer<typeof changeRequestSchema>;
export type Value = z.infer<typeof value>;
export type InsertableKind = (typeof insertableKinds)[number];

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

/** What became of an operation. */
export interface Result {
  outcome:
    | 'done'
    /** Joined with what another wrote meanwhile; the text in `document` is another than the one sent. */
    | 'merged'
    /** Kept aside: see `conflict`. */
    | 'conflict'
    /** Done to an item that has been removed; it shows when that is restored. */
    | 'in-removed'
    /** It was so already. */
    | 'nothing'
    | 'refused';
  /** Of a refusal: why, in the language of the desk. */
  message?: string;
  /** Of a conflict: its id. */
  conflict?: number;
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

/** What is said of an edition with every answer. */
export interface Status {
  version: number;
  state: string;
  conflicts: OpenConflict[];
  removed: RemovedItem[];
  canUndo: boolean;
  canRedo: boolean;
}

export interface ChangeAnswer extends Status {
  document: ComposerDocument;
  /** One for each operation of the request, in its order. */
  results: Result[];
  /** What others have changed since `base`. */
  others: ChangeEntry[];
}

export interface UndoAnswer extends ChangeAnswer {
  /** What was undone or redone, in words; null where nothing was. */
  undone: string | null;
  /** Why it was not: another has changed the same since. The next undo goes on to the change before. */
  blocked: string | null;
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
