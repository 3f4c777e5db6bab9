-- Why somebody would not countersign is theirs and the talk's, also behind the wall of 0018.
drop policy witness_request_in_org on witness_request;
create policy witness_request_in_org on witness_request using (org_id = (select current_org())
  and ((select content_reach()) = 'all' or witness_id = (select content_person())
    or conversation_id in (select line_talks())));
