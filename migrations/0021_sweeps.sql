-- What is asked every five seconds, and at each change of a membership, reads no table through.
create index payments_by_settled on payments (settled_at);
create index memberships_with_an_end on memberships (until) where rail <> 'stripe' and state in ('active', 'paused');
create index checkouts_by_subscriber on checkouts (subscriber_id) where subscriber_id is not null;
create index gifts_by_giver on gifts (giver_subscriber_id) where giver_subscriber_id is not null;
