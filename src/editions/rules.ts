import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { describeActor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { type Db, inTransaction, json } from '../db.ts';
import { InvalidInput } from '../errors.ts';
import type { Newsletter } from '../publication/newsletters.ts';
import { dropUndefined, invalid } from '../publication/publication.ts';
import { type Holiday, holidaySchema } from './holidays.ts';
import { keepingDue } from './keeping-due.ts';
import { selectRules, upsertRules } from './queries/rules.ts';
import { wrong } from '../wrong-values.ts';
import { say } from './say.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: wrong.notTimeOfDay });

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
  assembleAt: timeOfDay.optional(),
  sendAt: timeOfDay.nullable().optional(),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).optional(),
  holidays: z.array(holidaySchema).max(100).optional(),
  lateMinutes: z.number().int().min(10).max(720).optional(),
  fourEyes: z.boolean().optional(),
  graceSeconds: z.number().int().min(0).max(600).optional(),
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
  /** Local time at which an approved edition of the schedule goes out; null: when somebody says so. */
  sendAt: string | null;
  /** ISO: 1 Monday to 7 Sunday. */
  weekdays: number[];
  /** On these days no edition assembles itself. */
  holidays: Holiday[];
  /** What was missed while nothing ran is made up for so long. */
  lateMinutes: number;
  /** Who changed an edition's text last does not approve it. */
  fourEyes: boolean;
  /** What is sent by hand at the desk can be undone for so long. */
  graceSeconds: number;
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

/** Those that a newsletter begins with. */
export const defaultRules: Rules = {
  enabled: false,
  assembleAt: '06:00',
  sendAt: null,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  holidays: [],
  lateMinutes: 180,
  fourEyes: false,
  graceSeconds: 30,
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

// Of the minute that an alert may take from its headline to sending, half is for writing and for the way.
const longestAlertGrace = 30;

/** For how many seconds what is sent by hand can be undone: an alert's newsletter has no more than half a minute. */
export function graceOf(
  { graceSeconds }: Pick<Rules, 'graceSeconds'>,
  { priority }: Pick<Newsletter, 'priority'>,
): number {
  return priority === 'alert' ? Math.min(graceSeconds, longestAlertGrace) : graceSeconds;
}

/** A newsletter's rules; those it begins with where none are set. */
export async function readRules(db: Db, newsletterId: number): Promise<Rules> {
  const row = await selectRules(db, newsletterId);
  if (row === undefined) return defaultRules;
  const { newsletterId: _, rhythmSince: _since, owed: _owed, sourceIds, weekdays, ...rest } = row;
  const numbers = {
    sourceIds: sourceIds.map(Number),
    weekdays: weekdays.map(Number),
    assembleAt: row.assembleAt.slice(0, 5),
    sendAt: row.sendAt?.slice(0, 5) ?? null,
  };
  const thanks = thanksList.parse(row.thanks) ?? [];
  return {
    ...(rest as unknown as Rules),
    ...numbers,
    thanks,
    sections: z.array(sectionRule).parse(row.sections),
    holidays: z.array(holidaySchema).parse(row.holidays),
  };
}

/**
 * Sets what is given of a newsletter's rules. Who sets what happens at the deadline is kept with it, and since when the
 * rhythm is what it is; what was due before is not lost by that.
 * @throws InvalidInput naming each wrong value
 */
export async function setRules(
  db: Db,
  actor: Actor,
  newsletterId: number,
  changes: RulesChange,
  now: Date = new Date(),
): Promise<Rules> {
  demand(actor, 'settings.change', now);
  const parsed = schema.safeParse(changes);
  if (!parsed.success) throw invalid('rules', parsed.error, changes);
  return inTransaction(db, async (trx) => {
    const before = await readRules(trx, newsletterId);
    const given = dropUndefined(parsed.data);
    refuseRuleAsSecond({ ...before, ...given });
    const isNewRhythm = rhythmFields.some(
      (name) => given[name] !== undefined && JSON.stringify(given[name]) !== JSON.stringify(before[name]),
    );
    const write = (): Promise<void> =>
      upsertRules(trx, {
        newsletterId,
        // None were set before: nothing begins to assemble itself because something else is set.
        enabled: before.enabled,
        ...rowOf(given, actor),
        ...(isNewRhythm && { rhythmSince: now }),
      });
    await (isNewRhythm ? keepingDue(trx, newsletterId, now, write) : write());
    const after = await readRules(trx, newsletterId);
    const detail = { fields: Object.keys(changes) };
    await recordAudit(trx, actor, 'rules.set', `newsletter:${newsletterId}`, detail, changeOf(before, after));
    return after;
  });
}

const rhythmFields = ['enabled', 'assembleAt', 'weekdays', 'holidays'] as const;

function refuseRuleAsSecond({ fourEyes, atDeadline }: Pick<Rules, 'fourEyes' | 'atDeadline'>): void {
  if (fourEyes && atDeadline === 'send') throw new InvalidInput(say.ruleAsSecond);
}

type Given = ReturnType<typeof dropUndefined<z.infer<typeof schema>>>;

function rowOf(given: Given, actor: Actor) {
  const { sections, holidays, appeal, thanks, ...rest } = given;
  return {
    ...rest,
    ...(sections === undefined ? {} : { sections: json(sections) }),
    ...(holidays === undefined ? {} : { holidays: json(holidays) }),
    ...(appeal === undefined ? {} : { appeal: appeal === null ? null : json(appeal) }),
    ...(thanks === undefined ? {} : { thanks: thanks === null ? null : json(thanks) }),
    ...(rest.atDeadline === undefined ? {} : { ruleSetBy: describeActor(actor) }),
  };
}
