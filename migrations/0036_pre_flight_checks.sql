-- What a pre-flight cannot say at once, since somebody else must be asked: by kind (a link, a sender's domain, a mail at a
-- filter) and by what it is about. A row that is wanted is looked at by a worker; the last result stays until then.
create table pre_flight_checks (
  kind text not null,
  key text not null,
  about jsonb not null,
  wanted_at timestamptz,
  lease_until timestamptz,
  checked_at timestamptz,
  result jsonb,
  primary key (kind, key)
);
create index pre_flight_checks_wanted on pre_flight_checks (wanted_at) where wanted_at is not null;
