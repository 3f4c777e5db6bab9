/** One column whose rows follow a person into another account. */
export interface Followed {
  table: string
  column: string
  /** What tells its rows apart besides the organization. */
  key: string[]
}

/** Table → the columns that name a person and are handed over: everything that is still being worked on. */
const handedOver: Record<string, string> = {
  amendment: 'asked_by decided_by withdrawn_by',
  answer: 'updated_by',
  answer_revision: 'written_by',
  appeal: 'opened_by handler_id decided_by',
  appeal_step: 'person_id by_id',
  assignment: 'manager_id',
  attachment: 'added_by',
  attendance: 'hr_id',
  break_glass: 'asked_by decided_by ended_by',
  calendar_day: 'set_by',
  calibration_note: 'by_id',
  case_note: 'author_id',
  chain_export: 'asked_by decided_by employee_id',
  channel: 'changed_by',
  check_in: 'written_by',
  checkpoint_contact: 'person_id added_by',
  commitment: 'employee_id manager_id owner_id settled_by',
  contribution: 'author_id',
  conversation: 'employee_id manager_id line_manager_id paper_by presented_by',
  cycle: 'created_by launch_asked_by',
  data_hold: 'set_by lifted_by',
  delegation: 'withdrawn_by',
  department_indicator: 'saved_by',
  erasure: 'asked_by decided_by',
  file: 'created_by',
  flow: 'retired_by',
  flow_draft: 'created_by updated_by discarded_by',
  fullness: 'author_id',
  grant_proposal: 'person_id proposed_by decided_by',
  intervention: 'hr_id',
  intervention_ask: 'asked_by',
  intervention_step: 'person_id by_id',
  invitation: 'created_by',
  manager_change: 'from_id to_id decided_by',
  mechanism_review: 'by_id',
  meeting: 'created_by outcome_by',
  minutes_update: 'written_by',
  not_double: 'said_by',
  notice: 'person_id',
  opening: 'approved_by person_id',
  org_import: 'created_by approved_by confirmed_by undone_by',
  part: 'author_id submitted_by',
  participation: 'person_id manager_id',
  person: 'merged_into',
  person_merge: 'asked_by decided_by undo_asked_by undone_by',
  plan_line: 'owner_id proposed_by updated_by',
  planned_talk: 'created_by',
  privacy_request: 'person_id answered_by',
  project: 'created_by',
  rating_calibration: 'manager_id by_id',
  reading: 'person_id',
  refusal_note: 'noted_by witness_id',
  role_grant: 'granted_by revoked_by',
  room: 'created_by',
  second_factor_reset: 'asked_by decided_by',
  segment: 'manager_id writer_id',
  sent_back: 'by_id',
  stage: 'owner_id done_by skipped_by',
  survey: 'opened_by',
  survey_invitee: 'person_id',
  taken_back: 'taken_by',
  talent_mark: 'person_id set_by lifted_by',
  template: 'retired_by',
  template_adoption: 'asked_by decided_by',
  template_draft: 'created_by updated_by discarded_by',
  witness_request: 'witness_id asked_by',
}

/**
 * Columns that name a person and stay as they are. Facts say for ever who did it then, and readers follow
 * `merged_into`; roles, deputies and posts are dealt with by themselves; the rest belongs to the account.
 */
export const staying: Record<string, string> = {
  event: 'person_id actor_id',
  signature: 'person_id recorded_by',
  receipt: 'person_id',
  signing_consent: 'person_id',
  signing_key: 'person_id',
  template_version: 'published_by',
  flow_version: 'published_by',
  person_merge: 'kept_id merged_id',
  not_double: 'one_id other_id',
  role_grant: 'person_id',
  delegation: 'from_id to_id',
  assignment: 'person_id',
  invitation: 'person_id',
  second_factor_reset: 'person_id',
  reminder_preference: 'person_id',
  delivery: 'person_id',
  hint_put_away: 'person_id',
  pack_choice: 'chosen_by undone_by',
  presence: 'person_id',
}

/** Tables whose rows are told apart by something else than an id of their own. */
const keys: Record<string, string> = {
  answer: 'part_id field_key',
  calendar_day: 'day',
  channel: 'kind',
  checkpoint_contact: 'added_at',
  contribution: 'conversation_id stage_key',
  fullness: 'conversation_id part',
  not_double: 'one_id other_id',
  refusal_note: 'conversation_id record_version',
  segment: 'conversation_id position',
  stage: 'run_id key',
  survey_invitee: 'survey_id',
}

/** Every column that is handed over, in one list. */
export const followed: readonly Followed[] = Object.entries(handedOver).flatMap(
  ([table, columns]) =>
    columns.split(' ').map((column) => ({ table, column, key: (keys[table] ?? 'id').split(' ') })),
)

/**
 * What somebody is in a talk. Whoever the talk goes back to when a merge is undone is this in it, whichever
 * account the rows were written under: the two were never in one talk.
 */
export const partsInTalk = [
  { table: 'part', column: 'author_id', talk: 'conversation_id' },
  { table: 'fullness', column: 'author_id', talk: 'conversation_id' },
  { table: 'plan_line', column: 'owner_id', talk: 'conversation_id' },
  { table: 'plan_line', column: 'proposed_by', talk: 'conversation_id' },
  { table: 'commitment', column: 'employee_id', talk: 'conversation_id' },
  { table: 'commitment', column: 'manager_id', talk: 'conversation_id' },
  { table: 'commitment', column: 'owner_id', talk: 'conversation_id' },
  { table: 'stage', column: 'owner_id', talk: 'run_id' },
] as const
