import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { describeActor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { type Db, json } from '../db.ts';
import { dropUndefined, invalid } from '../publication/publication.ts';
import { selectRules, upsertRules } from './queries/assembly.ts';

const ask = z.object({
  title: z.string().min(1),
  text: z.string().min(1),
  label: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
  small: z.string().default(''),
});
const thank = z.object({
  title: z.string().min(1),
  text: z.string().min(1),
  /** None: all patrons whose tiers have no thanks of their own. */
  tiers: z.array(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)).default([]),
});
/** One for all, or several by tier. */
const thanksList = z.union([thank.transform((one) => [one]), z.array(thank)]).nullable();
const sectionRule = z.object({
  title: z.string().min(1),
  categories: z.array(z.string().min(1)).min(1),
  cap: z.number().int().min(1).max(20).default(3),
});

const schema = z.strictObject({
  enabled: z.boolean().optional(),
  assembleAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is not a time of day such as 06:30' })
    .optional(),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).optional(),
  minArticles: z.number().int().min(1).max(100).optional(),
  maxArticles: z.number().int().min(1).max(100).optional(),
  overlapHours: z.number().int().min(0).max(720).optional(),
  sourceIds: z.array(z.number().int()).optional(),
  categories: z.array(z.string()).optional(),
  leadCategories: z.array(z.string()).optional(),
  sections: z.array(sectionRule).optional(),
  readAlso: z.number().int().min(0).max(10).optional(),
  subjectTemplate: z.string().max(200).optional(),
  appeal: ask.nullable().optional(),
  thanks: thanksList.optional(),
  atDeadline: z.enum(['hold-and-alert', 'hold', 'send']).optional(),
  deadlineMinutes: z.number().int().min(0).max(1440).optional(),
  ballots: z.boolean().optional(),
  expiryHours: z.number().int().min(1).max(168).optional(),
});

export type RulesChange = z.input<typeof schema>;
export type SectionRule = z.infer<typeof sectionRule>;

/** How a newsletter's digest assembles itself. */
export interface Rules {
  enabled: boolean;
  /** Local wall-clock time. */
  assembleAt: string;
  /** ISO: 1 Monday to 7 Sunday. */
  weekdays: number[];
  minArticles: number;
  maxArticles: number;
  overlapHours: number;
  /** None: every source. */
  sourceIds: number[];
  /** None: every category. */
  categories: string[];
  leadCategories: string[];
  sections: SectionRule[];
  readAlso: number;
  subjectTemplate: string;
  appeal: z.infer<typeof ask> | null;
  thanks: Array<z.infer<typeof thank>>;
  atDeadline: 'hold-and-alert' | 'hold' | 'send';
  deadlineMinutes: number;
  ruleSetBy: string;
  /** Its digests show the ballots that are open. */
  ballots: boolean;
  expiryHours: number;
}

const defaults: Rules = {
  enabled: false,
  assembleAt: '06:00',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  minArticles: 3,
  maxArticles: 15,
  overlapHours: 24,
  sourceIds: [],
  categories: [],
  leadCategories: [],
  sections: [],
  readAlso: 2,
  subjectTemplate: '',
  appeal: null,
  thanks: [],
  atDeadline: 'hold-and-alert',
  deadlineMinutes: 60,
  ruleSetBy: 'system',
  ballots: true,
  expiryHours: 24,
};

/** A newsletter's rules; those it begins with where none are set. */
export async function readRules(db: Db, newsletterId: number): Promise<Rules> {
  const row = await selectRules(db, newsletterId);
  if (row === undefined) return defaults;
  const { newsletterId: _, sourceIds, weekdays, ...rest } = row;
  const numbers = {
    sourceIds: sourceIds.map(Number),
    weekdays: weekdays.map(Number),
    assembleAt: row.assembleAt.slice(0, 5),
  };
  const thanks = thanksList.parse(row.thanks) ?? [];
  return {
    ...(rest as unknown as Rules),
    ...numbers,
    thanks,
    sections: z.array(sectionRule).parse(row.sections),
  };
}

/**
 * Sets what is given of a newsletter's rules. Who sets what happens at the deadline is kept with it.
 * @throws InvalidInput naming each wrong value
 */
export async function setRules(
  db: Db,
  actor: Actor,
  newsletterId: number,
  changes: RulesChange,
): Promise<Rules> {
  demand(actor, 'settings.change');
  const parsed = schema.safeParse(changes);
  if (!parsed.success) throw invalid('rules', parsed.error, changes);
  const { sections, appeal, thanks, ...rest } = dropUndefined(parsed.data);
  const values = {
    ...rest,
    ...(sections === undefined ? {} : { sections: json(sections) }),
    ...(appeal === undefined ? {} : { appeal: appeal === null ? null : json(appeal) }),
    ...(thanks === undefined ? {} : { thanks: thanks === null ? null : json(thanks) }),
    ...(rest.atDeadline === undefined ? {} : { ruleSetBy: describeActor(actor) }),
  };
  await db.transaction().execute(async (trx) => {
    const before = await readRules(trx, newsletterId);
    await upsertRules(trx, { newsletterId, ...values });
    const change = changeOf(before, await readRules(trx, newsletterId));
    const fields = Object.keys(changes);
    await recordAudit(trx, actor, 'rules.set', `newsletter:${newsletterId}`, { fields }, change);
  });
  return readRules(db, newsletterId);
}
