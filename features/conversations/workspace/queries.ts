import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { runsOf } from '../../flows/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import { gapMap } from '../../templates/rules.ts'
import { actions, type Refusals, type Workspace } from '../contract.ts'
import { amendmentsOf } from '../amending/queries.ts'
import { openCaseOf } from '../appeals/queries.ts'
import { peopleRefs } from '../people/queries.ts'
import { planOf, topicsOf } from '../plan/queries.ts'
import { refusalOf } from '../actions/policy.ts'
import { hasLineChanged, isShut, may, partVisible, resourceOf, sitsIn } from '../policy.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import type { Found } from '../queries.ts'
import { bothManagers } from '../segments/change/queries.ts'
import { segmentsOfTalk } from '../segments/queries.ts'
import { isOneSided } from '../record/queries.ts'
import { gapThreshold } from '../stages/queries.ts'
import { minutesText } from '../talk/minutes/queries.ts'
import { presentPeople, stepTimes } from '../talk/queries.ts'
import { attachmentsFor } from '../attachments/queries.ts'
import {
  closedParts,
  currentAnswers,
  partsOf,
  threeByThree,
  visiblePart,
  type PartRow,
} from './parts/queries.ts'
import { waitingFor } from './rules.ts'
import { signingOf } from './signing/queries.ts'

/** Everything about a conversation that this person may know, in one answer. */
export async function workspaceOf(context: Context, found: Found): Promise<Workspace> {
  const { db, orgId, now, today } = context
  const { facts, viewer, is, id } = found
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const readsTalk =
    may(is, 'R', resourceOf('talk', facts) as 'jointDraft') &&
    partVisible(viewer, is, facts, { kind: 'talk', authorId: null })
  const mentioned = [found.employeeId, found.managerId, facts.currentLineId, found.paperBy].filter(
    (each) => each !== null,
  )
  // Independent of each other, so they cost one way to the database together.
  const [
    named,
    runs,
    rows,
    people,
    times,
    minutes,
    signing,
    presence,
    oneSided,
    attachments,
    deputy,
    reopened,
    segments,
  ] = await Promise.all([
    namesOf(db, orgId, found),
    runsOf(db, orgId, [id]),
    partsOf(db, orgId, id),
    peopleRefs(context, mentioned),
    stepTimes(db, orgId, id, now),
    readsTalk ? minutesText(db, orgId, id) : '',
    signingOf(context, found, readsTalk),
    readsTalk ? presentPeople(db, orgId, id, now) : [],
    found.talkEndedAt !== null && readsTalk && isOneSided(db, orgId, found),
    attachmentsFor(context, found, template),
    sitsIn(is) ? ledFor(context, found) : null,
    reopening(context, found, readsTalk),
    segmentsOfTalk(db, orgId, found),
  ])
  const run = runs.get(id)!
  const answers = readsTalk || facts.revealedAt ? currentAnswers(found, rows) : null
  const rated = answers?.manager ?? {}
  const parts = rows.flatMap((row) => visiblePart(found, template, row, rated))
  const plan = readsTalk
    ? await planOf(db, {
        orgId,
        conversationId: id,
        topics: topicsOf(template, answers ?? {}),
        today,
      })
    : []
  const isOpen =
    facts.revealedAt !== null &&
    !isShut(is, facts) &&
    (partVisible(viewer, is, facts, { kind: 'manager', authorId: found.managerId }) ||
      may(is, 'R', 'rating'))
  const waiting = run.stages.filter(({ key }) => run.current.includes(key))
  const step = template.steps.find(({ key }) => key === times.step)
  return {
    id,
    kind: found.kind,
    title: found.title,
    phase: found.phase,
    createdAt: found.createdAt,
    cycle: named.cycle,
    employee: people.get(found.employeeId)!,
    manager: found.managerId ? people.get(found.managerId)! : null,
    relation: is[0]!,
    waiting,
    yourTurn: waitingFor(
      viewer.actor.personId,
      { ...facts, isDelegate: is.includes('delegate'), isManager: is.includes('manager') },
      waiting,
    ),
    sealedAt: found.sealedAt,
    outcome: found.outcome,
    closedAt: found.closedAt,
    closedReason: found.closedReason,
    run,
    template: {
      id: named.templateId,
      versionId: found.templateVersionId,
      version: named.templateVersion,
      hash: named.templateHash,
      changed: named.templateChanged,
      body: template,
    },
    segments,
    snapshot: { ...found.snapshot, unrated: found.snapshot.unrated ? 'yes' : null },
    parts,
    closedParts: closedParts(found, rows, parts),
    revealedAt: found.revealedAt,
    gaps:
      isOpen && answers && !found.snapshot.unrated
        ? gapMap(template, answers.self, answers.manager, gapThreshold)
        : null,
    threeByThree: threeByThree(template, parts),
    talk: {
      startedAt: found.talkStartedAt,
      endedAt: found.talkEndedAt,
      channel: found.channel,
      ...times,
      ratingHidden: found.talkEndedAt === null && (step?.ratingHidden ?? false),
    },
    minutes,
    paper:
      found.paperHeldOn && found.paperBy && found.paperAt
        ? { by: people.get(found.paperBy)!, at: found.paperAt, heldOn: found.paperHeldOn }
        : null,
    plan,
    previousId: found.previousId,
    ledFor: deputy,
    signing,
    attachments,
    presence,
    ...reopened,
    oneSided,
    isShut: isShut(is, facts),
    managerChange: await managerChange(context, found, rows, people),
    refusals: refusalsOf(found),
  }
}

/** Why whoever found a talk cannot do each thing there now; null where they can. */
export const refusalsOf = ({ viewer, is, facts }: Found): Refusals =>
  Object.fromEntries(
    actions.map((action) => [action, refusalOf(action, viewer, is, facts)]),
  ) as Refusals

/** What is written anew, and whether a case is open; the reason is for who reads what is written. */
async function reopening(
  context: Context,
  { id, facts, recordVersion }: Found,
  reads: boolean,
): Promise<Pick<Workspace, 'amending' | 'openCase'>> {
  const openCase = (await openCaseOf(context, id))?.kind ?? null
  if (!facts.amending) return { amending: null, openCase }
  const [newest] = await amendmentsOf(context, { conversationId: id })
  return {
    amending: {
      version: recordVersion,
      parts: [...facts.amending],
      reason: reads ? (newest?.reason ?? null) : null,
    },
    openCase,
  }
}

/** The deputy of the manager of record for this talk today; one who may not lead it is none. */
async function ledFor(
  { db, orgId, today }: Context,
  { employeeId, managerId, sealedAt, closedAt }: Found,
): Promise<Workspace['ledFor']> {
  if (!managerId || sealedAt || closedAt) return null
  const { rows } = await sql<{ toId: string; untilOn: string }>`
    select to_id, until_on from delegation
     where org_id = ${orgId} and from_id = ${managerId} and to_id <> ${employeeId}
       and (employee_ids is null or ${employeeId} = any(employee_ids))
       and accepted_at is not null and withdrawn_at is null
       and from_on <= ${today}::date and until_on >= ${today}::date
     order by id desc limit 1`.execute(db)
  const [row] = rows
  if (!row || (await lineAbove(db, { orgId, today }, row.toId)).includes(employeeId)) return null
  const people = await peopleRefs({ db, orgId, today }, [row.toId])
  return { delegate: people.get(row.toId)!, untilOn: row.untilOn }
}

async function namesOf(db: Db, orgId: string, { id, cycleId, templateVersionId }: Found) {
  const { rows } = await sql<{
    templateChanged: Workspace['template']['changed']
    templateId: string
    templateVersion: number
    templateHash: string
    cycle: { id: string; name: string } | null
  }>`
    select v.template_id, v.number as template_version, v.hash as template_hash,
      (select json_build_object('id', y.id, 'name', y.name) from cycle y where y.org_id = v.org_id and y.id = ${cycleId}) as cycle,
      (select json_build_object('reason', a.reason, 'by', p.name, 'note', v.note, 'cameBack', e.data -> 'cameBack')
         from event e
           join template_adoption a on a.org_id = e.org_id and a.id = (e.data ->> 'adoptionId')::uuid
           join person p on p.org_id = a.org_id and p.id = a.asked_by
        where e.org_id = v.org_id and e.subject_id = ${id} and e.kind = 'conversation.templateChanged'
        order by e.id desc limit 1) as template_changed
      from template_version v where v.org_id = ${orgId} and v.id = ${templateVersionId}`.execute(db)
  return rows[0]!
}

async function managerChange(
  context: Context,
  found: Found,
  rows: PartRow[],
  people: Awaited<ReturnType<typeof peopleRefs>>,
): Promise<Workspace['managerChange']> {
  const { facts, viewer, is } = found
  if (!hasLineChanged(facts) || facts.sealedAt || facts.closedAt) return null
  const currentManager = people.get(facts.currentLineId!)
  if (!currentManager) return null
  return {
    currentManager,
    managerDraftExists: rows.some(
      ({ kind, authorId }) => kind === 'manager' && authorId === found.managerId,
    ),
    both:
      refusalOf('changeManager', viewer, is, facts) === null
        ? await bothManagers(context, found)
        : null,
  }
}
