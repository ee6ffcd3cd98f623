-- What a change must not lose: editions that were due before their rhythm became another, and the subject of a correction.

-- Editions that were due by a rhythm of before and are still to be made: [{"day", "at"}].
alter table assembly_rules add column owed jsonb not null default '[]';
-- The subject of the mail that a correction is sent in alone, as who wrote it has it; none: it follows from its title.
alter table corrections add column subject text check (subject <> '');
