import type { Config } from '../../config.ts';
import type { Db } from '../../db.ts';
import { lockAppeals } from '../../delivery/appeals.ts';
import { appealSegment } from '../../delivery/segments.ts';
import type { Newsletter } from '../../publication/newsletters.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Edition } from '../edition.ts';
import { isQuiet } from './quiet.ts';
import { type AppealRules, rulesAt } from './rules.ts';

interface AskedFor {
  edition: Edition;
  newsletter: Newsletter;
  segments: string[];
}

/**
 * The rules by which a launch decides whom to ask for money; null where its edition asks nobody. Launches that ask come
 * one after the other from here on, so that two at once do not both ask a reader for the last time that is allowed.
 */
export async function holdAppeal(
  trx: Db,
  config: Config,
  { edition, newsletter, segments }: AskedFor,
  now: Date,
): Promise<AppealRules | null> {
  if (!segments.includes(appealSegment)) return null;
  await lockAppeals(trx);
  const { appeals } = await requirePublication(trx);
  const quiet = await isQuiet(trx, edition, [...appeals.quietTags, ...newsletter.quietTags]);
  return rulesAt(appeals, config, quiet, now);
}
