import { implement } from '@orpc/server'
import { record } from '../../../../platform/events.ts'
import { invalid, refuse } from '../../../../platform/refusal.ts'
import { once } from '../../../accounts/once/queries.ts'
import type { Context } from '../../../accounts/policy.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { missingForStage } from '../../../templates/missing/rules.ts'
import { conversationsContract } from '../../contract.ts'
import { conversationFor } from '../../queries.ts'
import { proceed, stageKey } from '../../stages/queries.ts'
import { answersOf } from '../queries.ts'
import { aboutOf } from '../rules.ts'
import { submit } from './queries.ts'

const os = implement(conversationsContract).$context<Context>()

const submitPart = os.submitPart.handler(async ({ input, context }) => {
  const action = input.part === 'self' ? 'submitSelf' : 'submitManager'
  return once(context, 'conversations.submitPart', input.clientId, async () => {
    const found = await conversationFor(context.db, context, input.id, action, 'decide')
    const { revealed } = await submit(context, found, input.part)
    return { submittedAt: context.now, revealedAt: revealed ? context.now : null }
  })
})

const withdrawPart = os.withdrawPart.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const isSelf = input.part === 'self'
  const found = await conversationFor(
    db,
    context,
    input.id,
    isSelf ? 'withdrawSelf' : 'withdrawManager',
    'decide',
  )
  await db
    .updateTable('part')
    .set({ submittedAt: null, submittedBy: null, updatedAt: context.now })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('kind', '=', input.part)
    .where('authorId', '=', context.actor.personId)
    .execute()
  const key = await stageKey(
    db,
    orgId,
    found.flowVersionId,
    isSelf ? 'selfAssessment' : 'managerAssessment',
  )
  if (key)
    await proceed(db, context, found, { type: 'reopen', stages: [key], by: context.actor.personId })
  await record(db, context, 'conversation.withdrawn', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { part: input.part },
  })
})

const skipSelf = os.skipSelf.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  const found = await conversationFor(db, context, input.id, 'skipSelf', 'decide')
  const key = await stageKey(db, orgId, found.flowVersionId, 'selfAssessment')
  if (!key) throw refuse('conversations.noSelfPart')
  // Before the run goes on: the reveal that may follow must not look into the draft.
  await db
    .updateTable('conversation')
    .set({ selfSkippedAt: context.now })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  await proceed(db, context, found, { type: 'overdue', stage: key, today })
  await record(db, context, 'conversation.selfSkipped', {
    subjectId: found.id,
    personId: found.employeeId,
  })
})

const completeStage = os.completeStage.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  const found = await conversationFor(db, context, input.id, 'completeStage', 'decide')
  const stage = found.facts.stages.find(({ key }) => key === input.stageKey)
  const kind = stage?.kind
  if (kind !== 'differenceNote' && kind !== 'goalAlignment' && kind !== 'strategyBrief')
    throw invalid('conversations.noSuchStage', {}, 'stageKey')
  if (stage!.actor === 'manager' && !found.is.includes('manager'))
    throw refuse('conversations.managerOnly')
  if (stage!.actor === 'employee' && !found.is.includes('employee'))
    throw refuse('conversations.employeeOnly')
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const answers = await answersOf(db, orgId, found.id)
  const about = aboutOf(found.snapshot, answers.manager, found.revealedAt !== null)
  const missing = missingForStage(template, kind, answers.talk, about)
  if (missing.length > 0)
    throw invalid('conversations.incomplete', { count: missing.length }, missing[0]!.fieldKey)
  await proceed(db, context, found, { type: 'done', stage: input.stageKey, by: actor.personId })
  await record(db, context, 'conversation.stageCompleted', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { stage: input.stageKey },
  })
})

export const submittingHandlers = { submitPart, withdrawPart, skipSelf, completeStage }
