-- What was taken of each record of an archive is found by the event of the archive.
create index event_within on event (org_id, (data ->> 'within')) where data ->> 'within' is not null;
