import { sql } from 'kysely';
import { type Db, json } from '../../db.ts';

/** Keeps a frozen text; gives the one that is there where it is the same. */
export async function insertRevision(
  db: Db,
  values: { editionId: number; hash: string; content: object; mails: object[]; webHtml: string },
) {
  await db
    .insertInto('editionRevisions')
    .values({
      ...values,
      content: json(values.content),
      mails: json(values.mails),
      subjects: values.mails.length,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from edition_revisions where edition_id = ${values.editionId})`,
    })
    .onConflict((conflict) => conflict.columns(['editionId', 'hash']).doNothing())
    .execute();
  return db
    .selectFrom('editionRevisions')
    .selectAll()
    .where('editionId', '=', values.editionId)
    .where('hash', '=', values.hash)
    .executeTakeFirstOrThrow();
}

/** One frozen text. */
export function selectRevision(db: Db, id: number) {
  return db.selectFrom('editionRevisions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Which of these segments an edition of the newsletter that went out has told something, but for one edition. */
export async function selectTold(
  db: Db,
  { newsletterId, except }: { newsletterId: number; except: number },
  segments: string[],
): Promise<Set<string>> {
  if (segments.length === 0) return new Set();
  const { rows } = await sql<{
    segment: string;
  }>`select segment from unnest(${segments}::text[]) as asked (segment)
    where exists (select from editions e join edition_revisions r on r.id = e.approved_revision_id
      where e.newsletter_id = ${newsletterId} and e.id <> ${except} and e.state = 'launched'
        and e.launched_at > now() - interval '90 days' and r.content -> 'told' ? segment)`.execute(db);
  return new Set(rows.map(({ segment }) => segment));
}

/** Editions that are approved or have gone out with a block for these readers, approved since then; what has gone out first. */
export async function selectCarriers(db: Db, audience: string, since: Date) {
  const { rows } = await sql<{ id: number; state: string }>`
    select e.id, e.state from editions e
    where e.state in ('approved', 'scheduled', 'launched') and exists (
      select from edition_revisions r where r.edition_id = e.id and r.created_at >= ${since}
        and (e.state = 'launched' or r.id = e.approved_revision_id)
        and r.content -> 'blocks' @> jsonb_build_array(jsonb_build_object('kind', 'ballot', 'audience', ${audience}::text)))
    order by e.state = 'launched' desc, e.id limit 1`.execute(db);
  return rows;
}

/** Whether a revision's links have been stored. */
export async function hasLinks(db: Db, revisionId: number): Promise<boolean> {
  return (
    (await db
      .selectFrom('links')
      .select('number')
      .where('revisionId', '=', revisionId)
      .limit(1)
      .executeTakeFirst()) !== undefined
  );
}

/** Notes who approved a revision, or by whose rule it was approved. */
export async function insertApproval(
  db: Db,
  revisionId: number,
  approvedBy: string,
  byRule: boolean,
): Promise<void> {
  await db.insertInto('approvals').values({ revisionId, approvedBy, byRule }).execute();
}

/** What the subject said that most readers got, where several were tried. */
function ofWinner(what: 'subject' | 'preheader') {
  return sql<
    string | null
  >`r.content #> '{subjectTest,subjects}' -> s.subject_winner::int ->> ${sql.lit(what)}`;
}

/** Editions that have gone out, the newest first, a page from before the given id. */
export function selectArchive(
  db: Db,
  { newsletter, before, limit }: { newsletter: string | null; before: number | null; limit: number },
) {
  let query = db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .leftJoin('editionRevisions as r', 'r.id', 'e.approvedRevisionId')
    .leftJoin('sends as s', 's.editionId', 'e.id')
    .select([
      'e.id',
      'e.slug',
      'e.number',
      // Of what went out, not of a correction that is still being written.
      sql<string>`coalesce(${ofWinner('subject')}, r.content #>> '{edition,subject}', e.subject)`.as(
        'subject',
      ),
      sql<string>`coalesce(${ofWinner('preheader')}, r.content #>> '{edition,preheader}', e.preheader)`.as(
        'preheader',
      ),
      'e.launchedAt',
      'e.timeZone',
      'e.language',
      'n.name as newsletter',
      'n.slug as newsletterSlug',
      sql`coalesce(r.content -> 'blocks', e.blocks)`.as('blocks'),
    ])
    .where('e.state', '=', 'launched')
    .orderBy('e.id', 'desc')
    .limit(limit);
  if (newsletter !== null) query = query.where('n.slug', '=', newsletter);
  if (before !== null) query = query.where('e.id', '<', before);
  return query.execute();
}

/** The page of an edition that has gone out. */
export function selectPublished(db: Db, slug: string) {
  return db
    .selectFrom('editions as e')
    .innerJoin('editionRevisions as r', 'r.id', 'e.approvedRevisionId')
    .leftJoin('sends as s', 's.editionId', 'e.id')
    .select(['e.language', 'r.webHtml', 'r.hash', ofWinner('subject').as('winner')])
    .where('e.slug', '=', slug)
    .where('e.state', '=', 'launched')
    .executeTakeFirst();
}
