import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** What is in preparation or going out, with its deadline, what became of that, and who approved it. */
export function selectInHand(db: Db, limit: number) {
  return (
    db
      .selectFrom('editions as e')
      .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
      .leftJoin('sends as s', 's.editionId', 'e.id')
      .leftJoin('assemblyRules as r', 'r.newsletterId', 'e.newsletterId')
      .leftJoin('events as v', (join) =>
        join.onRef('v.editionId', '=', 'e.id').on('v.kind', '=', 'deadline-passed'),
      )
      .leftJoinLateral(
        (from) =>
          from
            .selectFrom('approvals as p')
            .select(['p.approvedBy', 'p.byRule'])
            .whereRef('p.revisionId', '=', 'e.approvedRevisionId')
            .orderBy('p.id', 'desc')
            .limit(1)
            .as('a'),
        (join) => join.onTrue(),
      )
      .selectAll('e')
      .select([
        'n.name as newsletter',
        'n.timeZone as zone',
        's.state as send',
        's.reason',
        's.notBefore',
        's.expiresAt',
        'r.atDeadline',
        'v.data as settled',
        'a.approvedBy',
        'a.byRule',
        sql<Date | null>`case when exists (select from assemblies m where m.edition_id = e.id and m.cause = 'schedule')
        then e.created_at + make_interval(mins => r.deadline_minutes) end`.as('deadline'),
      ])
      // Two lists that an index holds each: an "or" over both tables would read all editions there have ever been.
      .where('e.id', 'in', (from) =>
        from
          .selectFrom('editions')
          .select('id')
          .where('state', 'in', ['draft', 'approved', 'scheduled'])
          .union(
            from
              .selectFrom('sends')
              .select('editionId as id')
              .where('state', 'in', ['launching', 'sending', 'paused']),
          ),
      )
      .orderBy('e.id', 'desc')
      .limit(limit)
      .execute()
  );
}

/** What has gone out and is over, the newest first. */
export function selectGone(db: Db, limit: number) {
  return db
    .selectFrom('sends as s')
    .innerJoin('editions as e', 'e.id', 's.editionId')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .select([
      'e.id',
      'e.slug',
      'e.number',
      // What most readers got, where several were tried.
      sql<string>`case when s.subject_winner > 0
        then coalesce(e.subject_test -> 'others' -> (s.subject_winner - 1) ->> 'subject', e.subject)
        else e.subject end`.as('subject'),
      'n.name as newsletter',
      'n.timeZone as zone',
      's.state as send',
      's.launchedAt',
    ])
    .where('s.state', 'in', ['finished', 'cancelled'])
    .orderBy('s.editionId', 'desc')
    .limit(limit)
    .execute();
}
