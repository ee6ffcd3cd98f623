import type { Db } from '../db.ts';
import type { Members } from '../delivery/correct-send.ts';
import { appealSegment } from '../delivery/segments.ts';
import { InvalidInput } from '../errors.ts';
import { patronsQuery } from '../memberships/audience.ts';
import { listTiers } from '../memberships/tiers.ts';
import { correctionMembers, faultOfCorrection } from './corrections/correction.ts';
import { findBallotById } from '../topics/ballots/ballot.ts';
import { voterAudience } from '../topics/ballots/electorate.ts';
import { note } from './say.ts';

/** A kind of segment: what stands before the colon of its name, or all of it. */
interface SegmentKind {
  /** Who is shown it now; `argument` is what stands behind the colon. */
  members(db: Db, argument: string, now: Date): Members;
  /** What is wrong with an argument, or null. */
  fault(db: Db, argument: string): Promise<string | null>;
}

/** Every kind of segment that is told by who somebody is. A new one is a line here. */
const kinds: Record<string, SegmentKind> = {
  patron: { members: (db, _none, now) => patronsQuery(db, now), fault: () => Promise.resolve(null) },
  ballot: {
    members: (db, id, now) => voterAudience(db, Number(id), now),
    fault: noSuchBallot,
  },
  correction: { members: (db, id) => correctionMembers(db, Number(id)), fault: faultOfCorrection },
  tier: { members: (db, slug, now) => patronsQuery(db, now, [slug]), fault: noSuchTier },
};

function kindOf(name: string): { kind: SegmentKind | undefined; argument: string } {
  const [before = '', ...behind] = name.split(':');
  return { kind: Object.hasOwn(kinds, before) ? kinds[before] : undefined, argument: behind.join(':') };
}

/**
 * Who is shown a segment now, as a query.
 * @throws InvalidInput for a name of no kind that there is
 */
export function membersOf(db: Db, name: string, now: Date): Members {
  const { kind, argument } = kindOf(name);
  if (kind !== undefined) return kind.members(db, argument, now);
  throw new InvalidInput(
    `${JSON.stringify(name)} is no segment; ${Object.keys(kinds).join(', ')} are the kinds that there are`,
  );
}

/** What is wrong with the segments of an edition, a sentence each. */
export async function faultsOfSegments(db: Db, names: string[]): Promise<string[]> {
  const found = await Promise.all(
    names
      .filter((name) => name !== appealSegment)
      .map((name) => {
        const { kind, argument } = kindOf(name);
        const none = Promise.resolve(note.noAudience(JSON.stringify(name)));
        return kind === undefined ? none : kind.fault(db, argument);
      }),
  );
  return found.filter((fault) => fault !== null);
}

async function noSuchBallot(db: Db, id: string): Promise<string | null> {
  const ballot = /^\d{1,15}$/.test(id) ? await findBallotById(db, Number(id)) : null;
  if (ballot === null) return note.noBallot(JSON.stringify(id));
  if (ballot.state === 'open' || ballot.state === 'draft') return null;
  return note.ballotOver(JSON.stringify(ballot.slug), ballot.state);
}

async function noSuchTier(db: Db, slug: string): Promise<string | null> {
  const known = (await listTiers(db, { all: true })).map((tier) => tier.slug);
  if (known.includes(slug)) return null;
  return note.noTier(JSON.stringify(slug), known.join(', ') || note.noneYet);
}
