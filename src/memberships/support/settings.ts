import { z } from 'zod';
import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { type Db, json } from '../../db.ts';
import { dropUndefined, invalid } from '../../publication/publication.ts';
import { httpUrl, oneLineOrNone } from '../../publication/values.ts';
import { selectSupport, upsertSupport } from '../queries/support.ts';
import { wrong } from '../../wrong-values.ts';

const amount = z.int().positive().max(99_999_999);
const currency = z.string().regex(/^[a-z]{3}$/, { error: wrong.notCurrency });

const onceSchema = z.record(
  currency,
  z
    .strictObject({ suggested: z.array(amount).min(1).max(6), minimum: amount })
    .refine(({ suggested, minimum }) => suggested.every((one) => one >= minimum), {
      error: wrong.suggestsLess,
    }),
);

const otherWaysSchema = z
  .array(
    z.strictObject({
      label: oneLineOrNone(80).refine((label) => label !== '', { error: wrong.empty }),
      url: httpUrl,
      text: oneLineOrNone(300).default(''),
    }),
  )
  .max(12);

const schema = z.object({
  title: oneLineOrNone(120),
  why: z.string().max(5_000),
  /** Suggested amounts of a contribution and the least, in minor units, by currency. */
  once: onceSchema,
  bankTransfer: z.string().max(2_000),
  otherWays: otherWaysSchema,
  giftMonths: z
    .array(z.int().min(1, { error: 'is less than 1 month' }).max(36, { error: 'is more than 36 months' }))
    .max(6),
  graceDays: z.int().min(7, { error: 'is less than 7' }).max(60, { error: 'is more than 60' }),
});

/** What the page of support says, and what is asked for once. Empty texts: the page has words of its own. */
export type SupportSettings = z.output<typeof schema>;
export type SupportChanges = Partial<z.input<typeof schema>>;

const atFirst: SupportSettings = {
  title: '',
  why: '',
  once: {},
  bankTransfer: '',
  otherWays: [],
  giftMonths: [3, 12],
  graceDays: 14,
};

export async function loadSupport(db: Db): Promise<SupportSettings> {
  const row = await selectSupport(db);
  return row === undefined ? atFirst : schema.parse(row);
}

/**
 * Changes what is given of the settings of support.
 * @throws InvalidInput naming each wrong value
 */
export async function setSupport(db: Db, actor: Actor, changes: SupportChanges): Promise<SupportSettings> {
  demand(actor, 'memberships.change');
  const parsed = schema.partial().strict().safeParse(changes);
  if (!parsed.success) throw invalid('support', parsed.error, changes);
  const { once, otherWays, ...plain } = dropUndefined(parsed.data);
  return db.transaction().execute(async (trx) => {
    const before = await loadSupport(trx);
    await upsertSupport(trx, {
      ...plain,
      ...(once === undefined ? {} : { once: json(once) }),
      ...(otherWays === undefined ? {} : { otherWays: json(otherWays) }),
    });
    const after = await loadSupport(trx);
    const detail = { fields: Object.keys(changes) };
    await recordAudit(trx, actor, 'support.set', 'support', detail, changeOf(before, after));
    return after;
  });
}
