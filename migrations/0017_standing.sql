-- The last time that a membership's rights had ended and were opened again: a pause, a transfer that came late. `until`
-- says only how they stand now; who may vote is asked of a moment that is over.
alter table memberships add column rested_from timestamptz, add column rested_until timestamptz;
