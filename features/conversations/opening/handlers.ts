import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid, refuse } from '../../../platform/refusal.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import type { Context } from '../../accounts/policy.ts'
import { inWorkdays } from '../../flows/due/rules.ts'
import { currentFlows } from '../../flows/queries.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { peopleOn } from '../../org/queries.ts'
import { currentTemplates } from '../../templates/queries.ts'
import { minutesOf } from '../../templates/rules.ts'
import { conversationsContract, type Kind, type PersonRef } from '../contract.ts'
import { conversationFor, type Found } from '../queries.ts'
import { giveToBoth, splitOf } from '../segments/change/queries.ts'
import { proceed, stageKey } from '../stages/queries.ts'
import { addMinutes, appended } from '../talk/minutes/queries.ts'
import { beginTalk, finishTalk } from '../talk/handlers.ts'
import { openOne } from './queries.ts'

const os = implement(conversationsContract).$context<Context>()

/** A template that rates needs a cycle around it: rating one person alone compares with nobody. */
const isOpenable = ({ body }: { body: { scale: unknown } }) => body.scale === null

/** What a talk along a template of the library is; any other is a talk of the moment. */
const kindOf: Record<string, Kind> = {
  monthly: 'checkIn',
  goalSetting: 'goalSetting',
  midReview: 'midReview',
  followUp: 'followUp',
  returnTalk: 'return',
  development: 'development',
  pip: 'pip',
  preDecision: 'preDecision',
}

const offered = (context: Pick<Context, 'db' | 'orgId'>) =>
  currentTemplates(context.db, context.orgId).where('template.retiredAt', 'is', null).execute()

const openable = os.openable.handler(async ({ context: { db, orgId, actor, today } }) => {
  const { rows: people } = await sql<PersonRef>`
    select p.id, p.name, p.employee_no, p.department, p.position
      from ${peopleOn(today)} p
     where p.org_id = ${orgId} and p.manager_id = ${actor.personId}
       and (p.left_on is null or p.left_on > ${today})
     order by p.name collate "zh-x-icu", p.id`.execute(db)
  const templates = people.length > 0 ? await offered({ db, orgId }) : []
  return {
    people,
    templates: templates
      .filter(isOpenable)
      .map(({ id, key, body }) => ({ id, key, title: body.title, minutes: minutesOf(body) })),
  }
})

const open = os.open.handler(async ({ input, context }) => {
  const { db, orgId, actor, org, today } = context
  // A double click waits for the first one and then finds it opened.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`cuxi.open.${orgId}.${input.clientId}`}, 0))`.execute(
    db,
  )
  const again = await db
    .selectFrom('conversation')
    .select(['id', 'managerId'])
    .where('orgId', '=', orgId)
    .where('clientId', '=', input.clientId)
    .executeTakeFirst()
  if (again && again.managerId === actor.personId) return { id: again.id }
  const { rows } = await sql<{
    name: string
    employeeNo: string
    hiredOn: string | null
    departmentId: string
    department: string
    position: string
    level: string | null
    jobFamily: string | null
    managerNo: string
  }>`
    select p.name, p.employee_no, p.hired_on, p.department_id, p.department, p.position, p.level, p.job_family, m.employee_no as manager_no
      from ${peopleOn(today)} p
      join person m on m.org_id = p.org_id and m.id = p.manager_id
     where p.org_id = ${orgId} and p.id = ${input.employeeId} and p.manager_id = ${actor.personId}
       and (p.left_on is null or p.left_on > ${today})`.execute(db)
  const person = rows[0]
  if (!person) throw refuse('conversations.notYourReport')
  const template = (await offered(context)).find(({ id }) => id === input.templateId)
  if (!template) throw invalid('conversations.noSuchTemplate', {}, 'templateId')
  if (!isOpenable(template)) throw refuse('conversations.needsCycle')
  const flows = await currentFlows(db, orgId).execute()
  const flow =
    flows.find(({ key }) => key === template.key) ??
    flows.find(({ key }) => key === 'plain') ??
    flows[0]
  if (!flow) throw refuse('conversations.noFlow')
  const { departmentId, managerNo, ...rest } = person
  const kind = kindOf[template.key] ?? 'instant'
  const title = org.locale === 'en' ? template.body.title.en : template.body.title.zh
  const id = await openOne(
    db,
    { ...context, clientId: input.clientId },
    {
      kind,
      title: `${title} · ${today}`,
      employeeId: input.employeeId,
      managerId: actor.personId,
      departmentId,
      snapshot: { ...rest, managerName: actor.name, managerEmployeeNo: managerNo, unrated: true },
      templateVersionId: template.versionId,
      flowVersionId: flow.versionId,
    },
  )
  await record(db, context, 'conversation.opened', {
    subjectId: id,
    personId: input.employeeId,
    data: { kind },
  })
  return { id }
})

/** E01. The first manager's draft stays his; whoever goes on is named, with the reason, once and for all to read. */
const changeManager = os.changeManager.handler(async ({ input, context }) => {
  const { db, orgId, actor, now, today } = context
  const found = await conversationFor(db, context, input.id, 'changeManager', 'decide')
  const restarts = input.choice !== 'oldFinishes'
  if (restarts && input.managerId === found.employeeId)
    throw invalid('conversations.ownManager', {}, 'managerId')
  if (restarts && input.managerId === found.managerId)
    throw invalid('conversations.sameManager', {}, 'managerId')
  if (!restarts && input.managerId !== found.managerId)
    throw invalid('conversations.otherManager', {}, 'managerId')
  if (input.managerId === actor.personId) throw refuse('conversations.notForYourself')
  const next = await db
    .selectFrom('person')
    .select('name')
    .where('orgId', '=', orgId)
    .where('id', '=', input.managerId)
    .where((row) => row.or([row('leftOn', 'is', null), row('leftOn', '>', today)]))
    .executeTakeFirst()
  if (!next) throw invalid('conversations.noSuchManager', {}, 'managerId')
  // What both have read stands: after the reveal the old assessment is part of the conversation.
  if (restarts && found.revealedAt) throw refuse('conversations.alreadyOpen')
  const split = input.choice === 'both' ? await splitOf(context, found) : null
  if (split && split.refusal !== null) throw refuse(split.refusal)
  // The months that count are those of whoever leads the employee now.
  if (split && input.managerId !== found.facts.currentLineId)
    throw invalid('conversations.notTheLine', {}, 'managerId')
  await db
    .insertInto('managerChange')
    .values({
      orgId,
      id: newId(),
      conversationId: found.id,
      fromId: found.managerId,
      toId: input.managerId,
      choice: input.choice,
      reason: input.reason,
      decidedBy: actor.personId,
      decidedAt: now,
    })
    .execute()
  await db
    .updateTable('conversation')
    .set({
      lineManagerId: found.facts.currentLineId,
      ...(restarts && { managerId: input.managerId }),
    })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  if (restarts && found.facts.managerSubmittedAt)
    await askAnew(context, { ...found, managerId: input.managerId })
  if (split) await giveToBoth(context, found, split)
  await record(db, context, 'conversation.managerChanged', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { from: found.managerId, to: input.managerId, choice: input.choice },
  })
})

/** What the first manager had handed in stays the first manager's; the stage waits for the next one. */
async function askAnew(context: Context, talk: Found) {
  const { db, orgId, actor, today } = context
  const key = await stageKey(db, orgId, talk.flowVersionId, 'managerAssessment')
  if (!key) return
  const dueOn = inWorkdays(today, 3, await calendarOf(db, orgId))
  await proceed(db, context, talk, { type: 'reopen', stages: [key], by: actor.personId, dueOn })
}

/** E24: held on paper; the scan is attached, the words are entered now, and the record says both. */
const recordPaper = os.recordPaper.handler(async ({ input, context }) => {
  const { db, orgId, actor, now, today } = context
  const found = await conversationFor(db, context, input.id, 'recordPaper', 'decide')
  if (input.heldOn > today) throw invalid('conversations.heldLater', {}, 'heldOn')
  const scan = await db
    .updateTable('attachment')
    .set({ purpose: 'paper' })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('id', '=', input.scanId)
    .where('fileId', 'is not', null)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (scan.numUpdatedRows === 0n) throw invalid('conversations.noScan', {}, 'scanId')
  if (!found.talkStartedAt) await beginTalk(context, found, 'paper')
  const minutes = cleanText(input.minutes).trim()
  if (minutes)
    await addMinutes(
      db,
      { orgId, conversationId: found.id, by: actor.personId, at: now },
      await appended(db, orgId, found.id, minutes),
    )
  await db
    .updateTable('conversation')
    .set({ channel: 'paper', paperHeldOn: input.heldOn, paperBy: actor.personId, paperAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  await finishTalk(context, found)
  await record(db, context, 'conversation.paperRecorded', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { heldOn: input.heldOn },
  })
})

export const openingHandlers = { openable, open, changeManager, recordPaper }
