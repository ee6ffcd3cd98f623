import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { type Db, inTransaction, json } from '../db.ts';
import { Conflict, NotFound } from '../errors.ts';
import { dropUndefined, invalid, loadPublication } from './publication.ts';
import {
  insertNewsletter,
  lockNewsletterRow,
  selectNewsletter,
  selectNewsletters,
  updateNewsletter,
} from './queries.ts';
import { languageTag, oneLine, oneLineOrNone, timeZone } from './values.ts';
import { wrong } from '../wrong-values.ts';
import { say } from './say.ts';

export type ClickMode = 'off' | 'aggregate' | 'person';

/** A send of `alert` overtakes those that are `normal`. */
export const sendPriorities = ['normal', 'alert'] as const;
export type SendPriority = (typeof sendPriorities)[number];

/** A title one can subscribe to. */
export interface Newsletter {
  id: number;
  slug: string;
  name: string;
  description: string;
  language: string;
  timeZone: string;
  preselected: boolean;
  clickMode: ClickMode;
  /** Added to each article's link; a name such as utm_source with its value. */
  utm: Record<string, string> | null;
  /** Of its sends, where nothing else is said when one is sent. */
  priority: SendPriority;
  /** Beside stories of these nobody is asked for money, nor beside those of the publication's own tags. */
  quietTags: string[];
}

const fields = {
  name: oneLine(120),
  description: oneLineOrNone(500),
  language: languageTag,
  timeZone,
  preselected: z.boolean(),
  clickMode: z.enum(['off', 'aggregate', 'person']),
  priority: z.enum(sendPriorities),
  quietTags: z.array(oneLine(60)).max(100),
  utm: z.record(z.string().regex(/^utm_[a-z]+$/, { error: wrong.notUtm }), oneLine(100)).nullable(),
};
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: wrong.notShortName });

const additionSchema = z.strictObject({ ...z.object(fields).partial().shape, slug, name: fields.name });
const changesSchema = z.strictObject(z.object(fields).partial().shape);

export type NewsletterAddition = z.input<typeof additionSchema>;
export type NewsletterChanges = z.input<typeof changesSchema>;

/** Every newsletter, in the order of the sign-up form. */
export async function listNewsletters(db: Db): Promise<Newsletter[]> {
  return (await selectNewsletters(db)).map(toNewsletter);
}

/**
 * One newsletter by its slug or id.
 * @throws NotFound naming those that exist.
 */
export async function requireNewsletter(db: Db, slugOrId: string | number): Promise<Newsletter> {
  const row = await selectNewsletter(db, String(slugOrId));
  if (row !== undefined) return toNewsletter(row);
  const known = (await selectNewsletters(db)).map((newsletter) => newsletter.slug).join(', ') || 'none yet';
  throw new NotFound(say.noNewsletter(JSON.stringify(slugOrId), known));
}

/**
 * As `requireNewsletter`, by its id, held until the transaction ends.
 * @throws NotFound
 */
export async function holdNewsletter(trx: Db, id: number): Promise<Newsletter> {
  const row = await lockNewsletterRow(trx, id);
  return row === undefined ? requireNewsletter(trx, id) : toNewsletter(row);
}

/**
 * Adds a newsletter; in the publication's language and time zone where nothing else is said.
 * @throws InvalidInput naming each wrong value; Conflict where the slug is taken.
 */
export async function addNewsletter(db: Db, actor: Actor, addition: NewsletterAddition): Promise<Newsletter> {
  demand(actor, 'settings.change');
  const parsed = additionSchema.safeParse(addition);
  if (!parsed.success) throw invalid('newsletter', parsed.error, addition);
  if (await selectNewsletter(db, parsed.data.slug)) {
    throw new Conflict(say.newsletterThere(JSON.stringify(parsed.data.slug)));
  }
  return inTransaction(db, async (trx) => {
    const publication = await loadPublication(trx);
    const row = await insertNewsletter(trx, {
      ...(publication && { language: publication.language, timeZone: publication.timeZone }),
      ...toRow(parsed.data),
      slug: parsed.data.slug,
      name: parsed.data.name,
    });
    const newsletter = toNewsletter(row);
    const change = changeOf(null, newsletter);
    await recordAudit(trx, actor, 'newsletter.add', `newsletter:${row.id}`, {}, change);
    return newsletter;
  });
}

/**
 * Changes what is given of a newsletter.
 * @throws InvalidInput naming each wrong value; NotFound.
 */
export async function setNewsletter(
  db: Db,
  actor: Actor,
  slugOrId: string,
  changes: NewsletterChanges,
  now: Date = new Date(),
): Promise<Newsletter> {
  demand(actor, 'settings.change', now);
  const parsed = changesSchema.safeParse(changes);
  if (!parsed.success) throw invalid('newsletter', parsed.error, changes);
  const before = await requireNewsletter(db, slugOrId);
  const { id } = before;
  if (Object.keys(parsed.data).length === 0) return before;
  return inTransaction(db, async (trx) => {
    const zone = parsed.data.timeZone ?? before.timeZone;
    // What was to happen today by the old clock is not made up for by the new one.
    const zoneSince = zone === before.timeZone ? {} : { zoneSince: now };
    const row = await updateNewsletter(trx, id, { ...toRow(parsed.data), ...zoneSince });
    const after = toNewsletter(row);
    const detail = { fields: Object.keys(changes) };
    await recordAudit(trx, actor, 'newsletter.set', `newsletter:${id}`, detail, changeOf(before, after));
    return after;
  });
}

function toRow(values: z.infer<typeof changesSchema>) {
  const { utm, ...rest } = dropUndefined(values);
  return { ...rest, ...(utm === undefined ? {} : { utm: json(utm) }) };
}

type Row = NonNullable<Awaited<ReturnType<typeof selectNewsletter>>>;

function toNewsletter(row: Row): Newsletter {
  const { id, name, description, language, preselected } = row;
  const utm = row.utm as Newsletter['utm'];
  return {
    id,
    slug: row.slug,
    name,
    description,
    language,
    timeZone: row.timeZone,
    preselected,
    clickMode: row.clickMode as ClickMode,
    priority: row.priority as SendPriority,
    quietTags: row.quietTags,
    utm,
  };
}
