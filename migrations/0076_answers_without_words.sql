-- What a request was answered with is kept for whoever sends it again. Where the answer repeats what somebody
-- wrote, only its id is kept from now on: this table is one of those that hold nothing that was said.
delete from idempotency
  where procedure in ('admin.privacy.ask', 'conversations.appeals.open', 'admin.audit.exports.ask');
