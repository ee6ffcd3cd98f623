-- Of whom nobody knows who they are: the keyed hash of the address that was typed at Stripe. It proves nothing and gives
-- nothing; whoever reads that address is asked for no money for a while.
alter table checkouts add column payer_hash bytea;
create index checkouts_by_payer on checkouts (payer_hash) where payer_hash is not null;
