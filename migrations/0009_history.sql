-- The metrics ask how many are in doubt: of few batches any. On the state alone, which never changes, so that
-- counting stays a change in place.
create index delivery_counts_uncertain on delivery_counts (edition_id) where state = 'uncertain';
