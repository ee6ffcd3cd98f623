import { createHmac } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { Db } from '../../db.ts';
import type { SubjectTrial } from '../../delivery/launch.ts';
import type { FrozenContent } from '../freeze.ts';
import { hasLinks } from '../queries/revisions.ts';

// What is left of an edition's time once the winner is known, for handing it over and for retries.
const longestMarginMs = 4 * 3_600_000;

interface Approved {
  editionId: number;
  revisionId: number;
  content: FrozenContent;
  expiresAt: Date;
}

/**
 * How a launch tries the subjects that were approved; null where there is one, or where no click is counted, so that
 * nobody could tell: then all get the first at once.
 */
export async function trialOf(
  trx: Db,
  { suppressionKey }: Pick<Config, 'suppressionKey'>,
  { editionId, revisionId, content, expiresAt }: Approved,
  now: Date,
): Promise<SubjectTrial | null> {
  const { subjectTest: test } = content;
  if (test === undefined || !(await hasLinks(trx, revisionId))) return null;
  const margin = Math.min(longestMarginMs, (expiresAt.getTime() - now.getTime()) / 2);
  return {
    subjects: test.subjects.length,
    share: test.share,
    seed: seedOf(suppressionKey, editionId),
    now,
    waitMinutes: test.waitMinutes,
    latestAt: new Date(expiresAt.getTime() - margin),
  };
}

/** Of each edition another one: nobody is always among those that something is tried on. */
function seedOf(key: Config['suppressionKey'], editionId: number): bigint {
  return createHmac('sha256', key).update(`subject\0${editionId}`).digest().readBigInt64BE();
}
