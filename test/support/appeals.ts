import { type Kysely, sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import type { DB } from '../../src/db-schema.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { setRules } from '../../src/editions/rules.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';
import { writeArticles } from './articles.ts';

/** An approved edition that asks readers, thanks patrons, and thanks those of a tier in other words. */
export async function prepareAppeal(
  services: Services,
  newsletter: Newsletter,
  batch: string,
): Promise<number> {
  await sql`insert into tiers (slug, name) values ('coffee', 'Coffee'), ('breakfast', 'Breakfast')
    on conflict do nothing`.execute(services.db);
  await setRules(services.db, system, newsletter.id, {
    minArticles: 1,
    appeal: {
      title: 'Please pay',
      text: 'It is free.',
      label: 'Become a patron',
      url: `${services.config.publicUrl}/support`,
    },
    thanks: [
      { title: 'Thank you, patron', text: 'You pay.' },
      { title: 'Thank you for breakfast', text: 'You pay for breakfast.', tiers: ['breakfast'] },
    ],
  });
  await writeArticles(services.db, 2, batch);
  const made = await assemble(services, { newsletterId: newsletter.id, cause: 'person', actor: system });
  const editionId = made?.editionId ?? 0;
  return editionId;
}

/** The same, approved. */
export async function approveAppeal(
  services: Services,
  newsletter: Newsletter,
  batch: string,
): Promise<number> {
  const editionId = await prepareAppeal(services, newsletter, batch);
  await approve(services, { editionId, actor: system });
  return editionId;
}

/** Another edition of the same approved text, of a newsletter: what is launched of it is as real. */
export async function copyEdition(db: Kysely<DB>, from: number, newsletterId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with edition as (
      insert into editions (newsletter_id, number, slug, state, language, time_zone, subject, blocks)
      select ${newsletterId}, (select coalesce(max(number), 0) + 1 from editions where newsletter_id = ${newsletterId}),
        'copy-' || gen_random_uuid(), 'approved', language, time_zone, subject, blocks
      from editions where id = ${from} returning id
    ), revision as (
      insert into edition_revisions (edition_id, number, hash, content, mails, web_html)
      select edition.id, 1, r.hash, r.content, r.mails, r.web_html
      from edition, edition_revisions r join editions e on e.approved_revision_id = r.id where e.id = ${from}
      returning id, edition_id
    )
    select edition_id as id from revision`.execute(db);
  const id = rows[0]?.id ?? 0;
  await sql`update editions set approved_revision_id = (select id from edition_revisions where edition_id = ${id}) where id = ${id}`.execute(
    db,
  );
  return id;
}

/** What was decided about an edition's readers, by address. */
export async function decisionsOf(db: Kysely<DB>, editionId: number): Promise<Record<string, string | null>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['address', 'appealDecision'])
    .where('editionId', '=', editionId)
    .orderBy('subscriberId')
    .execute();
  return Object.fromEntries(
    rows.map(({ address, appealDecision }) => [address.split('@')[0] ?? '', appealDecision]),
  );
}
