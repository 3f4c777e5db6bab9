import type { Db } from '../../../platform/database.ts'
import { record, type Source } from '../../../platform/events.ts'
import type { Facts, FlowBody, StageKind } from '../../flows/contract.ts'
import { flowVersion, happen } from '../../flows/queries.ts'
import { phaseOf, type Advanced, type FlowEvent } from '../../flows/rules.ts'
import { templateVersion } from '../../templates/queries.ts'
import { gapMap } from '../../templates/rules.ts'
import { answersOf } from '../answers/queries.ts'
import { holdConversation, type Conversation } from '../queries.ts'
import { gapThreshold, worldOf } from './world/queries.ts'

export { gapThreshold }

/** Who and when, for events and for the words of the engine's refusals. */
export type Doing = Source & { actor?: { locale: 'zh-CN' | 'en' } }

type Subject = Pick<
  Conversation,
  | 'id'
  | 'employeeId'
  | 'managerId'
  | 'departmentId'
  | 'flowVersionId'
  | 'templateVersionId'
  | 'revealedAt'
  | 'snapshot'
  | 'cycleId'
>

/**
 * Something happens in a conversation's run, and what follows by itself happens at once: both parts
 * open when both are in; where there is no manager, the manager's stages are passed over. The phase
 * is the run's.
 * @throws FORBIDDEN with the engine's refusal.
 */
export async function proceed(
  db: Db,
  doing: Doing,
  conversation: Subject,
  event: FlowEvent,
): Promise<Advanced> {
  const flow = await flowVersion(db, doing.orgId, conversation.flowVersionId)
  const world = await worldOf(db, doing, conversation, flow)
  const asked = await happen(db, doing, conversation.id, event, world)
  await tell(db, doing, conversation, flow, asked)
  let advanced = asked
  for (let next = follows(advanced); next; next = follows(advanced)) {
    if (next.kind === 'reveal') {
      const facts = await reveal(db, doing, conversation)
      const revealed = { ...conversation, revealedAt: doing.now }
      advanced = await happen(
        db,
        doing,
        conversation.id,
        { type: 'done', stage: next.key, by: null, facts },
        await worldOf(db, doing, revealed, flow),
      )
    } else {
      const skip: FlowEvent = { type: 'skip', stage: next.key, by: conversation.employeeId }
      advanced = await happen(db, doing, conversation.id, skip, world)
    }
    await tell(db, doing, conversation, flow, advanced)
  }
  await db
    .updateTable('conversation')
    .set({ phase: phaseOf(flow, advanced.state) })
    .where('orgId', '=', doing.orgId)
    .where('id', '=', conversation.id)
    .execute()
  return asked

  function follows({ state }: Advanced) {
    const open = flow.stages.filter(({ key }) => {
      const stage = state.stages[key]
      return stage?.openedAt && !stage.doneAt && !stage.skippedAt
    })
    const needsManager: StageKind[] = ['meeting', 'talk']
    return open.find(
      ({ kind, actor }) =>
        kind === 'reveal' ||
        (conversation.managerId === null && (actor === 'manager' || needsManager.includes(kind))),
    )
  }
}

/** Whose turn has come by name, and who is only told: said once, in the run's own transaction. */
export async function tell(
  db: Db,
  doing: Source,
  { id, employeeId }: Pick<Subject, 'id' | 'employeeId'>,
  flow: FlowBody,
  { state, opened, done }: Pick<Advanced, 'state' | 'opened' | 'done'>,
) {
  for (const { key, kind } of flow.stages) {
    const stage = state.stages[key]
    const isNotice = kind === 'notice' && done.includes(key) && stage?.doneAt
    const isTheirs = opened.includes(key) && stage?.ownerId
    if (!stage || !(isNotice || isTheirs)) continue
    await record(db, doing, isNotice ? 'conversation.stageNoticed' : 'conversation.stageOpened', {
      subjectId: id,
      personId: employeeId,
      data: { stage: key, to: stage.actor, ownerId: stage.ownerId },
    })
  }
}

// Both parts open in the same instant; whether they lie far apart is what the next stage depends on.
async function reveal(
  db: Db,
  doing: Doing,
  { id, templateVersionId, employeeId }: Subject,
): Promise<Facts> {
  const template = await templateVersion(db, doing.orgId, templateVersionId)
  const answers = await answersOf(db, doing.orgId, id)
  const largeGap = gapMap(template, answers.self, answers.manager, gapThreshold).some(
    ({ needsNote }) => needsNote,
  )
  await db
    .updateTable('conversation')
    .set({ revealedAt: doing.now })
    .where('orgId', '=', doing.orgId)
    .where('id', '=', id)
    .execute()
  await record(db, doing, 'conversation.revealed', {
    subjectId: id,
    personId: employeeId,
    data: { largeGap },
  })
  return { largeGap }
}

/** The key of the first stage of a kind; flows may lack one. */
export async function stageKey(
  db: Db,
  orgId: string,
  flowVersionId: string,
  kind: StageKind,
): Promise<string | null> {
  const flow = await flowVersion(db, orgId, flowVersionId)
  return flow.stages.find((stage) => stage.kind === kind)?.key ?? null
}

/** Every promise is settled: the conversation comes full circle (已闭环). Again, or before, it changes nothing. */
export async function finishFollowing(
  db: Db,
  doing: Doing,
  conversationId: string,
  by: string | null,
): Promise<void> {
  const found = await followStage(db, doing.orgId, conversationId)
  if (!found?.conversation.sealedAt || found.stage.doneAt || !found.stage.openedAt) return
  await proceed(db, doing, found.conversation, { type: 'done', stage: found.stage.key, by })
  await record(db, doing, 'conversation.cameFullCircle', {
    subjectId: conversationId,
    personId: found.conversation.employeeId,
  })
}

/** A promise is open again, and with it the following up. */
export async function resumeFollowing(
  db: Db,
  doing: Doing,
  conversationId: string,
  by: string,
): Promise<void> {
  const found = await followStage(db, doing.orgId, conversationId)
  if (found?.stage.doneAt)
    await proceed(db, doing, found.conversation, { type: 'reopen', stages: [found.stage.key], by })
}

async function followStage(db: Db, orgId: string, id: string) {
  await holdConversation(db, orgId, id, 'decide')
  const conversation = await db
    .selectFrom('conversation')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  const stage = await db
    .selectFrom('stage')
    .select(['key', 'openedAt', 'doneAt'])
    .where('orgId', '=', orgId)
    .where('runId', '=', id)
    .where('kind', '=', 'follow')
    .executeTakeFirst()
  return conversation && stage ? { conversation, stage } : null
}
