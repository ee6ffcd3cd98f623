-- The rhythm of a newsletter: when its digest goes out, on which days none is made, how late is too late, and who approves.

alter table assembly_rules
  -- Local time at which an approved digest goes out; none: when somebody says so.
  add column send_at time,
  -- Days without a digest: [{"name", "from", "to", "yearly"}].
  add column holidays jsonb not null default '[]',
  -- What was missed while nothing ran is made up for so long, and not after.
  add column late_minutes integer not null default 180 check (late_minutes between 10 and 720),
  -- Who changed the text last does not approve it.
  add column four_eyes boolean not null default false,
  -- What is sent by hand can be undone for so long.
  add column grace_seconds integer not null default 30 check (grace_seconds between 0 and 600),
  -- Times of before count neither as due nor as missed.
  add column rhythm_since timestamptz not null default now(),
  -- A rule is no second person.
  add constraint assembly_rules_four_eyes check (not (four_eyes and at_deadline = 'send'));
alter table newsletters add column zone_since timestamptz not null default now();

-- An edition that is due while this is applied is still made.
update assembly_rules set rhythm_since = now() - interval '3 hours';
update newsletters set zone_since = now() - interval '3 hours';

alter table editions
  -- When its newsletter's rhythm has it go out, once it is approved.
  add column slot_at timestamptz,
  -- Somebody has held it, or changed it after its approval: no rule sends it any more.
  add column held_at timestamptz,
  -- The time that it was to go out at, where nothing ran then until it was too late.
  add column missed_at timestamptz,
  -- Who changed its text last, as `approvals.approved_by` says it; none: the machine that assembled it.
  add column edited_by text;

update editions e set held_at = v.at from events v
  where v.edition_id = e.id and v.kind = 'deadline-passed' and v.data ->> 'rule' = 'held';
delete from events where kind = 'deadline-passed' and data ->> 'rule' = 'held';

-- A run of the schedule that nothing was there to make in time.
alter table assemblies add column missed boolean not null default false;
