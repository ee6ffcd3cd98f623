import type { Db } from '../../db.ts';
import { selectAppealCounts, selectSendsWithAppeals } from '../../delivery/appeals.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { selectEffect } from '../queries/appeal-effect.ts';
import { difference, type Share, wilson } from './interval.ts';

interface Group extends Share {
  readers: number;
  gave: number;
  /** Of those who gave, who came by the link of one of these mails. */
  traced: number;
}

export interface AppealEffect {
  editions: number[];
  days: number;
  /** Whether the days are over for each of the editions. */
  isComplete: boolean;
  shown: Group;
  heldBack: Group;
  /** How much more of a hundred readers gave for being asked; `low` above 0: it is not chance. */
  difference: Share;
  method: string;
}

export interface EffectRequest {
  /** One edition, or all that were launched since then. */
  editionId?: number;
  since?: Date;
  days: number;
}

const day = 24 * 3_600_000;
const method = '95 %: Wilson score for each share, Newcombe (1998, method 10) for their difference';

/**
 * What asking brought: of those who were shown an appeal and of those who were held back by chance, how many gave within
 * so many days. The two differ by nothing else, so the difference is what asking did.
 * @throws NotFound where no edition of these asked anybody
 */
export async function appealEffect(
  db: Db,
  { editionId, since, days }: EffectRequest,
  now: Date = new Date(),
): Promise<AppealEffect> {
  const all = await selectSendsWithAppeals(db, since ?? new Date(0), now);
  const sends = editionId === undefined ? all : all.filter((send) => send.editionId === editionId);
  if (sends.length === 0)
    throw new NotFound(
      editionId === undefined
        ? 'no edition since then asked for support'
        : `edition ${editionId} asked nobody for support`,
    );
  const rows = await selectEffect(db, sends, days);
  const groupOf = (decision: 'shown' | 'held-back'): Group => {
    const { readers = 0, gave = 0, traced = 0 } = rows.find((row) => row.decision === decision) ?? {};
    return { readers, gave, traced, ...wilson(gave, readers) };
  };
  const [shown, heldBack] = [groupOf('shown'), groupOf('held-back')];
  return {
    editions: sends.map((send) => send.editionId),
    days,
    isComplete: sends.every(({ launchedAt }) => launchedAt.getTime() + days * day <= now.getTime()),
    shown,
    heldBack,
    difference: difference(shown, heldBack),
    method,
  };
}

/**
 * How many readers each decision about an edition's appeal was made for.
 * @throws Conflict where it has not been launched
 */
export async function countDecisions(db: Db, editionId: number): Promise<Record<string, number>> {
  const counts = await selectAppealCounts(db, editionId);
  if (counts === null) throw new Conflict(`edition ${editionId} has not been launched, or went to nobody`);
  return counts;
}
