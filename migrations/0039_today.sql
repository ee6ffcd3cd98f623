-- What the desk's front page and the sweep look for among years of editions.

-- What is in preparation.
create index editions_in_hand on editions (id) where state in ('draft', 'approved', 'scheduled');
-- Where the last edition of a newsletter ended.
create index editions_by_window on editions (newsletter_id, window_end);
-- By which run an edition was made.
create index assemblies_by_edition on assemblies (edition_id) where edition_id is not null;
