-- What somebody asks of a second person, found for the list of what waits without reading every event.
create index event_asked on event (org_id, kind, id)
  where kind in ('chain.exportAsked', 'erasure.asked', 'privacy.asked');

-- The security log is read by the time of what happened: an import writes many events of one moment.
create index event_in_time on event (org_id, at desc, id desc);
