import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Actor, Context } from '../../accounts/policy.ts'
import type { Answers, Section, TemplateBody } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import { segmentsFor } from '../../cycles/segments/queries.ts'
import { labelOfStage, segmentIn } from '../../flows/beside/rules.ts'
import { flowVersion } from '../../flows/queries.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import { personRef } from '../people/queries.ts'
import {
  byRight,
  findConversation,
  holdConversation,
  sightOf,
  type Conversation,
  type Found,
} from '../queries.ts'
import type { PersonRef, Relation } from '../contract.ts'
import { templateOfSegment } from '../segments/rules.ts'
import { stepKinds, type Step } from './contract.ts'
import { ownsStep, readsRatings, type RatingsSight, type StepFacts } from './policy.ts'
import type { ContributionTable } from './table.ts'

/** A stage one owns, with its talk. */
export interface OwnStep {
  /** `is`: what whoever asks is to the talk besides; often nothing. */
  talk: Found
  facts: StepFacts
  step: Step
}

const isRestricted = sql<boolean>`exists (select from data_hold h where h.org_id = c.org_id
  and h.conversation_id = c.id and h.kind = 'restriction' and h.lifted_at is null)`

const columns = (today: string) => sql`
  c.id as conversation_id, c.title, ${personRef('c.employee_id', today)} as employee,
  ${personRef('c.manager_id', today)} as manager, s.key as stage_key, s.kind, s.due_on, s.opened_at, s.done_at`

type Row = Omit<Step, 'label'> & { flowVersionId: string }

const labelled = async (db: Db, orgId: string, { flowVersionId, ...row }: Row): Promise<Step> => {
  const flow = await flowVersion(db, orgId, flowVersionId)
  return { ...row, label: labelOfStage(flow, row.stageKey) }
}

/** The stages of others’ talks that wait for whoever asks: by name, as manager of record, as HR in charge. */
export async function stepsFor(context: Context): Promise<Step[]> {
  const { db, orgId, actor, today } = context
  const sight = await sightOf(db, context)
  const me = actor.personId
  const isHr = actor.roles.some(({ role }) => role === 'hrbp' || role === 'hrAdmin')
  const { rows } = await sql<Row>`
    select ${columns(today)}, c.flow_version_id
      from stage s join conversation c on c.org_id = s.org_id and c.id = s.run_id
     where s.org_id = ${orgId} and s.kind = any(${stepKinds as readonly string[]})
       and s.opened_at is not null and s.done_at is null and s.skipped_at is null
       and c.closed_at is null and c.sealed_at is null and c.employee_id <> ${me}
       and c.employee_id <> all(${sight.above}::uuid[]) and not ${isRestricted}
       -- What is written stands on the page both read, which no longer changes.
       and not (s.kind = 'form' and c.presented_at is not null)
       and (s.owner_id = ${me} or (s.owner_id is null and s.actor = 'manager' and c.manager_id = ${me})
         ${isHr && sight.roles.length > 0 ? sql`or (s.owner_id is null and s.actor = 'hr' and ${byRight({ ...sight, roles: sight.roles.filter(({ role }) => role !== 'auditor') })})` : sql``})
     order by s.due_on nulls last, c.id limit 200`.execute(db)
  return Promise.all(rows.map((row) => labelled(db, orgId, row)))
}

/**
 * The one way to a stage of one's own, open or done; to everybody else it does not exist.
 * @throws NOT_FOUND
 */
export async function stepFor(
  context: Context,
  id: string,
  stageKey: string,
  hold: 'read' | 'decide' = 'read',
): Promise<OwnStep> {
  const { db, orgId, actor, today } = context
  if (hold === 'decide') await holdConversation(db, orgId, id, 'decide')
  const talk = await findConversation(db, context, id)
  const { rows } = await sql<
    Row & Pick<StepFacts, 'actor' | 'ownerId'> & { skippedAt: Date | null }
  >`
    select ${columns(today)}, c.flow_version_id, s.actor, s.owner_id, s.skipped_at
      from stage s join conversation c on c.org_id = s.org_id and c.id = s.run_id
     where s.org_id = ${orgId} and s.run_id = ${id} and s.key = ${stageKey}`.execute(db)
  const [row] = rows
  if (!talk || !row) throw missing()
  const { actor: whose, ownerId, skippedAt, ...rest } = row
  const above = await lineAbove(db, { orgId, today }, actor.personId)
  const facts: StepFacts = {
    kind: rest.kind,
    actor: whose,
    ownerId,
    openedAt: rest.openedAt,
    ...aboutTalk(talk),
    settledAt: rest.doneAt ?? skippedAt,
    isAboveViewer: above.includes(talk.employeeId),
  }
  if (!ownsStep(actor, facts)) throw missing()
  return { talk, facts, step: await labelled(db, orgId, rest) }
}

// What was sealed stays so for the stages, also while its next version is written.
const aboutTalk = ({ facts, ...talk }: Found) => ({
  employeeId: talk.employeeId,
  managerId: talk.managerId,
  departmentId: talk.departmentId,
  presentedAt: talk.presentedAt,
  wasSealed: Boolean(talk.sealedAt ?? facts.amending),
  closedAt: talk.closedAt,
  restricted: facts.restricted === true,
})

/** How whoever owns a stage reads the ratings there now; null: somebody without one, or it shows none. */
export type SightAt = (actor: Actor, is: readonly Relation[]) => Promise<RatingsSight | null>

/** The stages of a talk that are open now and show ratings: their owners by name, and who reads them how. */
export async function ratingStages(
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  talk: Found,
): Promise<{ owners: string[]; sightOf: SightAt }> {
  const stages = await db
    .selectFrom('stage')
    .select(['kind', 'actor', 'ownerId', 'openedAt'])
    .where('orgId', '=', orgId)
    .where('runId', '=', talk.id)
    .where('kind', 'in', ['approval', 'calibration'])
    .where('openedAt', 'is not', null)
    .where('doneAt', 'is', null)
    .where('skippedAt', 'is', null)
    .execute()
  return {
    owners: stages.flatMap(({ ownerId }) => ownerId ?? []),
    sightOf: async (actor, is) => {
      const above = await lineAbove(db, { orgId, today }, actor.personId)
      const sights = stages.map((stage) => {
        const facts: StepFacts = {
          ...stage,
          ...aboutTalk(talk),
          settledAt: null,
          isAboveViewer: above.includes(talk.employeeId),
        }
        return ownsStep(actor, facts) ? readsRatings(actor, facts, is) : null
      })
      return sights.find((sight) => sight !== null) ?? null
    },
  }
}

/** The questions of one stage as a template of their own, whose only part is a manager's. */
export const templateOfStage = (template: TemplateBody, stageKey: string): TemplateBody => ({
  ...template,
  steps: [],
  sections: template.sections
    .filter((section) => section.stage === stageKey)
    .map(({ stage: _stage, ...section }): Section => ({
      ...section,
      part: 'manager',
      fields: section.fields.map((field) => ({ ...field, writer: 'manager' as const })),
    })),
})

/** What a stage of somebody besides the two asks: its own questions, or those of an earlier post (E03). */
export async function asksOf(
  db: Db,
  orgId: string,
  { id, templateVersionId, snapshot }: Pick<Conversation, 'id' | 'templateVersionId' | 'snapshot'>,
  stageKey: string,
): Promise<TemplateBody> {
  const position = segmentIn(stageKey)
  if (position === null)
    return templateOfStage(await templateVersion(db, orgId, templateVersionId), stageKey)
  const segment = (await segmentsFor(db, orgId, id)).find((each) => each.position === position)
  if (!segment) throw missing()
  return templateOfSegment(
    await templateVersion(db, orgId, segment.templateVersionId),
    snapshot.unrated,
  )
}

/** The questions of a stage one owns. */
export const questionsOf = ({ db, orgId }: Context, { talk, step }: OwnStep) =>
  asksOf(db, orgId, talk, step.stageKey)

/** What whoever asks has written in a stage of their own; undefined before the first word. */
export const contributionOf = (
  { db, orgId, actor }: Context,
  { talk, step }: OwnStep,
): Promise<ContributionTable | undefined> =>
  db
    .selectFrom('contribution')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('conversationId', '=', talk.id)
    .where('stageKey', '=', step.stageKey)
    .where('authorId', '=', actor.personId)
    .executeTakeFirst()

/** Answers without the versions they are saved under. */
export const plainAnswers = (answers: Record<string, { value: unknown }>): Answers =>
  Object.fromEntries(Object.entries(answers).map(([key, { value }]) => [key, value]))

/** Everything handed in besides the two, oldest first. */
export const contributionsTo = async (
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  conversationId: string,
): Promise<
  {
    stageKey: string
    author: PersonRef
    submittedAt: Date
    answers: Record<string, { value: unknown }>
  }[]
> =>
  (
    await sql<{
      stageKey: string
      author: PersonRef
      submittedAt: Date
      answers: Record<string, { value: unknown }>
    }>`
      select c.stage_key, ${personRef('c.author_id', today)} as author, c.submitted_at, c.answers
        from contribution c
       where c.org_id = ${orgId} and c.conversation_id = ${conversationId} and c.submitted_at is not null
       order by c.submitted_at, c.author_id`.execute(db)
  ).rows

/** Why stages of a talk came back, the newest first. */
export const sentBackIn = async (
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  conversationId: string,
): Promise<{ toKey: string; by: PersonRef; at: Date; reason: string }[]> =>
  (
    await sql<{ toKey: string; by: PersonRef; at: Date; reason: string }>`
      select c.to_key, ${personRef('c.by_id', today)} as by, c.at, c.reason
        from sent_back c where c.org_id = ${orgId} and c.run_id = ${conversationId}
       order by c.id desc limit 50`.execute(db)
  ).rows
