import { z } from 'zod';
import type { Db } from '../../db.ts';
import { InvalidInput } from '../../errors.ts';
import { listTiers } from '../../memberships/tiers.ts';
import { invalid } from '../../publication/publication.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { requireTopic } from '../topic.ts';
import { wrong } from '../../wrong-values.ts';
import { say } from '../say.ts';

const line = (most: number) =>
  z
    .string()
    .transform((text) => cleanLine(text, 10_000))
    .refine((text) => text !== '' && text.length <= most, { error: wrong.hasCharacters(String(most)) });

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: wrong.notSmall })
  .max(60, { error: wrong.atTheMost('60') });

const optionSchema = z.union([
  z.strictObject({ topicId: z.number().int().positive() }),
  z.strictObject({ title: line(120), details: z.string().max(500).default('') }),
]);

export const changeSchema = z.strictObject({
  title: line(120).optional(),
  question: line(300).optional(),
  options: z.array(optionSchema).optional(),
  opensAt: z.date().nullable().optional(),
  closesAt: z.date().optional(),
  maxChoices: z.number().int().min(1).max(20).optional(),
  /** Slugs; none: every tier. */
  tiers: z.array(z.string()).optional(),
  complimentary: z.boolean().optional(),
  live: z.boolean().optional(),
  teaser: z.string().max(300).optional(),
});

export type BallotChange = z.input<typeof changeSchema>;
export type OptionValues = { title: string; details: string; topicId: number | null };

/** @throws InvalidInput naming each wrong value */
export function readChange(change: BallotChange): z.output<typeof changeSchema> {
  const parsed = changeSchema.safeParse(change);
  if (!parsed.success) throw invalid('ballot', parsed.error, change);
  return parsed.data;
}

/**
 * The options as they stand on the ballot; a topic's words are copied, so that a vote is on what was read.
 * @throws InvalidInput unless there are 2 to 20, each once; NotFound for a topic that there is not
 */
export async function readOptions(
  db: Db,
  given: Array<z.output<typeof optionSchema>>,
): Promise<OptionValues[]> {
  if (given.length < 2 || given.length > 20) throw new InvalidInput(say.optionCount(given.length));
  const options: OptionValues[] = [];
  for (const one of given)
    options.push('topicId' in one ? await topicOption(db, one.topicId) : { ...one, topicId: null });
  const titles = options.map(({ title }) => title.toLowerCase());
  const twice = options.find(({ title }, index) => titles.indexOf(title.toLowerCase()) !== index);
  if (twice !== undefined) throw new InvalidInput(say.optionTwice(JSON.stringify(twice.title)));
  return options;
}

async function topicOption(db: Db, topicId: number): Promise<OptionValues> {
  const { state, title, details } = await requireTopic(db, topicId);
  if (state !== 'accepted') throw new InvalidInput(say.notAccepted(topicId, state));
  return { title, details: details.slice(0, 500), topicId };
}

/** @throws InvalidInput for a tier that there is not */
export async function readTiers(db: Db, slugs: string[]): Promise<number[]> {
  const tiers = await listTiers(db, { all: true });
  return slugs.map((slug) => {
    const tier = tiers.find((one) => one.slug === slug);
    if (tier !== undefined) return tier.id;
    const known = tiers.map((one) => one.slug).join(', ');
    throw new InvalidInput(say.noTier(JSON.stringify(slug), known));
  });
}

export interface Times {
  opensAt: Date | null;
  closesAt: Date;
  maxChoices: number;
}

/** @throws InvalidInput where its end is over or before its beginning, or more may be chosen than there is */
export function refuseWrongTimes({ opensAt, closesAt, maxChoices }: Times, options: number, now: Date): void {
  if (closesAt <= now) throw new InvalidInput(say.closesPast(closesAt.toISOString()));
  if (opensAt !== null && opensAt >= closesAt)
    throw new InvalidInput(say.closesFirst(opensAt.toISOString(), closesAt.toISOString()));
  if (maxChoices > options) throw new InvalidInput(say.manyChoices(maxChoices, options));
}
