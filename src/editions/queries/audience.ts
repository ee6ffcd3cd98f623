import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { recentAppealsQuery } from '../../delivery/appeals.ts';
import type { Members } from '../../delivery/correct-send.ts';
import { withoutBulkQuery } from '../../delivery/audience.ts';
import { appealSegment } from '../../delivery/segments.ts';
import { patronsQuery, silencedQuery } from '../../memberships/audience.ts';
import type { Newsletter } from '../../publication/newsletters.ts';
import { confirmedAudience } from '../../subscribers/audience.ts';
import type { AppealDecision, AppealRules } from '../appeals/rules.ts';
import { membersOf } from '../segment-members.ts';

const hoursForRetries = 4;

export interface AudienceOptions {
  newsletter: Newsletter;
  now: Date;
  expiresAt: Date;
  /** What the bits of the variants are. */
  segments: string[];
  /** Null: the edition asks for nothing. */
  appeal: AppealRules | null;
  /** Only these, of those who subscribe. */
  only?: Members | null;
  /** It waits for nobody's morning. */
  atOnce?: boolean;
}

/**
 * Everybody who confirmed, once each, as of now: with the segments that each is shown and whether they are asked for
 * money, due now or at their own morning. One statement over sets, however many there are.
 */
export function audienceQuery(db: Db, options: AudienceOptions) {
  const { newsletter, now, expiresAt, segments, appeal, only = null, atOnce = false } = options;
  const asks = appeal !== null && !appeal.quiet;
  const silenced = silencedQuery(db, now).where(sql.lit(appeal !== null));
  const recent = recentAppealsQuery(db, appeal?.since ?? now).where(sql.lit(asks));
  const readers = confirmedAudience(db, newsletter.id)
    .$if(only !== null, (query) => query.where('subscribers.id', 'in', only))
    .leftJoin(patronsQuery(db, now).as('patrons'), 'patrons.subscriberId', 'subscribers.id')
    .leftJoin(silenced.as('silenced'), 'silenced.subscriberId', 'subscribers.id')
    .leftJoin(recent.as('recent'), 'recent.subscriberId', 'subscribers.id')
    .clearSelect()
    .select([
      'subscribers.id as subscriberId',
      'subscribers.address as address',
      'subscribers.addressHash as addressHash',
      'subscribers.name as name',
      sql<boolean>`patrons.subscriber_id is not null`.as('isPatron'),
      decision(appeal).as('appealDecision'),
      sql<boolean>`(${newsletter.clickMode} = 'person' and subscriptions.click_consent_at is not null)`.as(
        'clickPerson',
      ),
      (atOnce ? sql<Date>`${now}::timestamptz` : dueAt(newsletter, now, expiresAt)).as('dueAt'),
    ]);
  return db
    .selectFrom(readers.as('readers'))
    .selectAll('readers')
    .select(variant(db, segments, now).as('variant'));
}

/**
 * The first reason that holds. Whoever is held back is chosen by a keyed hash, after all other reasons and apart from
 * them: those who are shown the appeal and those who are not differ by nothing else.
 */
function decision(appeal: AppealRules | null) {
  if (appeal === null) return sql<AppealDecision>`'no-appeal'`;
  const { quiet, cap, heldBack, seed } = appeal;
  return sql<AppealDecision>`case
    when patrons.subscriber_id is not null then 'patron'
    when silenced.reason is not null then silenced.reason
    when ${quiet}::boolean then 'quiet-edition'
    when coalesce(recent.appeals, 0) >= ${cap}::int then 'cap'
    when (hashint8extended(subscribers.id, ${seed}::bigint) & 1048575) % 1000 < ${heldBack}::int then 'held-back'
    else 'shown' end`;
}

/** A bit for each segment that a reader is shown. */
function variant(db: Db, segments: string[], now: Date) {
  const bits = segments.map((name, bit) => sql`((${isMember(db, name, now)})::int << ${sql.lit(bit)})`);
  return sql<number>`(${sql.join(bits, sql` | `)})::smallint`;
}

function isMember(db: Db, name: string, now: Date) {
  if (name === 'patron') return sql`readers.is_patron`;
  if (name === appealSegment) return sql`readers.appeal_decision = 'shown'`;
  return sql`coalesce(readers.subscriber_id in (${membersOf(db, name, now)}), false)`;
}

/** An alert waits for nobody's morning. */
function dueAt({ priority, timeZone }: Newsletter, now: Date, expiresAt: Date) {
  return priority === 'alert' ? sql<Date>`${now}::timestamptz` : ownMorning(timeZone, now, expiresAt);
}

/**
 * The wall clock's time of the launch in the newsletter's zone, when it comes in the reader's own, for those who chose
 * so; never so late that retries would have no time left. A zone that the database does not know counts as none.
 */
function ownMorning(timeZone: string, now: Date, expiresAt: Date) {
  const latest = new Date(expiresAt.getTime() - hoursForRetries * 3_600_000);
  return sql<Date>`case
    when subscribers.own_morning and subscribers.time_zone in (select name from pg_timezone_names)
      and (${now}::timestamptz at time zone ${timeZone}) at time zone subscribers.time_zone
        between ${now}::timestamptz and ${latest}::timestamptz
    then (${now}::timestamptz at time zone ${timeZone}) at time zone subscribers.time_zone
    else ${now}::timestamptz end`;
}

/** Which of these segments one person is shown, as a launch now would decide it. */
export async function selectSegmentsOf(
  db: Db,
  names: string[],
  subscriberId: number,
  now: Date,
): Promise<string[]> {
  const found = await Promise.all(
    names.map((name) =>
      db
        .selectFrom(membersOf(db, name, now).as('members'))
        .select(sql.lit(name).as('name'))
        .where('members.subscriberId', '=', subscriberId)
        .limit(1)
        .executeTakeFirst(),
    ),
  );
  return found.flatMap((row) => row?.name ?? []);
}

/** How many would get an edition of a newsletter, were it sent now. */
export async function countAudience(db: Db, newsletterId: number): Promise<number> {
  const row = await confirmedAudience(db, newsletterId)
    .where('subscribers.addressHash', 'not in', withoutBulkQuery(db, newsletterId))
    .clearSelect()
    .select((from) => from.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return row?.count ?? 0;
}
