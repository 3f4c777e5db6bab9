-- What others wrote beside the two, and why a stage was sent back, stands behind the second wall too:
-- see 0018_wall.sql.
drop policy contribution_in_org on contribution;
create policy contribution_in_org on contribution using (
  org_id = (select current_org()) and ((select content_reach()) = 'all'
    or author_id = content_person() or conversation_id in (select line_talks())));
drop policy sent_back_in_org on sent_back;
create policy sent_back_in_org on sent_back using (
  org_id = (select current_org()) and ((select content_reach()) = 'all'
    or by_id = content_person() or run_id in (select line_talks())));
