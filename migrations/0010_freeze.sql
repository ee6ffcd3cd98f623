-- An audience is frozen by one statement, in the transaction that holds its edition; an edition with deliveries is never
-- deleted. The check for each row cost as much as the row itself.
alter table deliveries drop constraint deliveries_edition_id_fkey;
