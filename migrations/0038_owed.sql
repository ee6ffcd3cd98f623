-- What a change must not lose: editions that were due before their rhythm became another, and the subject of a correction.

-- Editions that were due by a rhythm of before and are still to be made: [{"day", "at"}].
alter table assembly_rules add column owed jsonb not null default '[]';
-- The subject of the mail that a correction is sent in alone, as who wrote it has it; none: it follows from its title.
alter table corrections add column subject text check (subject <> '');

-- Which text of an article an edition has taken, so that words of its own are not held for a change at the source.
alter table edition_articles add column revision integer;
update edition_articles ea set revision = coalesce((
    select min(r.revision) from article_revisions r where r.article_id = a.id and r.seen_at > e.created_at
  ), a.revision)
  from editions e, articles a
  where e.id = ea.edition_id and a.id = ea.article_id and e.state in ('draft', 'approved', 'scheduled');
