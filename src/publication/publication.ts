import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { AppError, InvalidInput, NotFound } from '../errors.ts';
import { type AppealSettings, appealSettingsSchema } from './appeals.ts';
import { type StopLimits, stopLimitsSchema } from './stop-limits.ts';
import { selectPublication, upsertPublication } from './queries.ts';
import { httpUrl, languageTag, oneLine, oneLineOrNone, timeZone } from './values.ts';
import { wrong, wrongValues } from '../wrong-values.ts';
import { say } from './say.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, { error: wrong.notColour });

const themeSchema = z.object({
  /** Rules, kickers, links and buttons. */
  accent: colour.default('#0b5394'),
  /** Web-safe stacks, named by their character. */
  headingFont: z.enum(['serif', 'sans']).default('serif'),
  bodyFont: z.enum(['serif', 'sans']).default('sans'),
});

export type Theme = z.infer<typeof themeSchema>;

/** Who publishes: its name and look, and the texts the law asks for. */
export interface Publication {
  name: string;
  tagline: string;
  siteUrl: string | null;
  contactAddress: string | null;
  postalAddress: string;
  language: string;
  timeZone: string;
  theme: Theme;
  logoUrl: string | null;
  privacyText: string;
  termsText: string;
  imprintText: string;
  /** A sample sends nowhere but to the local inbox. */
  isSample: boolean;
  /** When complaints and bounces stop a send. */
  stopLimits: StopLimits;
  /** How often readers are asked for money. */
  appeals: AppealSettings;
  /** Nobody works at the desk without a passkey or an app for codes. */
  requireSecondFactor: boolean;
}

const changesSchema = z.strictObject({
  name: oneLine(120).optional(),
  tagline: oneLineOrNone(200).optional(),
  siteUrl: httpUrl.nullable().optional(),
  contactAddress: z
    .email({ error: wrong.notAddress('desk@paper.example') })
    .nullable()
    .optional(),
  postalAddress: z.string().max(500).optional(),
  language: languageTag.optional(),
  timeZone: timeZone.optional(),
  theme: themeSchema.partial().optional(),
  logoUrl: httpUrl.nullable().optional(),
  privacyText: z.string().max(100_000).optional(),
  termsText: z.string().max(100_000).optional(),
  imprintText: z.string().max(100_000).optional(),
  isSample: z.boolean().optional(),
  stopLimits: stopLimitsSchema.partial().optional(),
  appeals: appealSettingsSchema.partial().optional(),
  requireSecondFactor: z.boolean().optional(),
});

export type PublicationChanges = z.input<typeof changesSchema>;

/** The publication, or null before it is set up. */
export async function loadPublication(db: Db): Promise<Publication | null> {
  const row = await selectPublication(db);
  if (row === undefined) return null;
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...rest } = row;
  return {
    ...rest,
    theme: themeSchema.parse(row.theme ?? {}),
    stopLimits: stopLimitsSchema.parse(row.stopLimits ?? {}),
    appeals: appealSettingsSchema.parse(row.appeals ?? {}),
  };
}

/**
 * The publication.
 * @throws NotFound before it is set up.
 */
export async function requirePublication(db: Db): Promise<Publication> {
  const publication = await loadPublication(db);
  if (publication === null) {
    throw new NotFound(say.noPublication);
  }
  return publication;
}

/**
 * Makes the publication, or changes what is given of it.
 * @throws InvalidInput naming each wrong value; NotFound-like advice where the first one lacks a name; Forbidden.
 */
export async function setPublication(
  db: Db,
  actor: Actor,
  changes: PublicationChanges,
): Promise<Publication> {
  demand(actor, 'settings.change');
  const parsed = changesSchema.safeParse(changes);
  if (!parsed.success) throw invalid('publication', parsed.error, changes);
  const before = await loadPublication(db);
  const name = parsed.data.name ?? before?.name;
  if (name === undefined) throw new InvalidInput('a new publication needs a name: --name NAME');
  const theme = { ...before?.theme, ...named(parsed.data.theme, changes.theme) };
  const stopLimits = { ...before?.stopLimits, ...named(parsed.data.stopLimits, changes.stopLimits) };
  const appeals = { ...before?.appeals, ...named(parsed.data.appeals, changes.appeals) };
  await db.transaction().execute(async (trx) => {
    await upsertPublication(trx, { ...dropUndefined(parsed.data), name, theme, stopLimits, appeals });
    const change = changeOf(before, await requirePublication(trx));
    await recordAudit(trx, actor, 'publication.set', 'publication', { fields: Object.keys(changes) }, change);
  });
  return requirePublication(db);
}

/** Of parsed values those that were given, without what parsing has filled in: it would undo what was set before. */
function named<T extends object>(parsed: T | undefined, seen: object | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(parsed ?? {}).filter(([name]) => seen !== undefined && name in seen),
  ) as Partial<T>;
}

/** Removes what was not given, so that it is left as it was. */
export function dropUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Says of each wrong value which it is, what was seen and what is allowed. */
export function invalid(thing: string, error: z.ZodError, seen: object): AppError {
  return new InvalidInput(wrongValues(thing, error, seen));
}
