import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { runsOf } from '../../flows/queries.ts'
import type { Answers, Part, Statement, TemplateBody } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import { isBlank } from '../../templates/answers/rules.ts'
import { fieldOf, gapMap } from '../../templates/rules.ts'
import { answersOf } from '../answers/queries.ts'
import { answerVisible, isCurrentPart } from '../answers/policy.ts'
import { aboutOf, missingFrom } from '../answers/rules.ts'
import {
  actions,
  noteField,
  type PartKind,
  type PartView,
  type Refusals,
  type Workspace,
} from '../contract.ts'
import { amendmentsOf } from '../amending/queries.ts'
import { openCaseOf } from '../appeals/queries.ts'
import { peopleRefs } from '../people/queries.ts'
import { planOf, topicsOf } from '../plan/queries.ts'
import { planUnready } from '../plan/rules.ts'
import { refusalOf } from '../actions/policy.ts'
import {
  hasLineChanged,
  isShut,
  may,
  pageUnder,
  partVisible,
  resourceOf,
  sitsIn,
} from '../policy.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import type { Found } from '../queries.ts'
import { segmentsOfTalk } from '../segments/queries.ts'
import { isOneSided } from '../record/queries.ts'
import { recordPage } from '../record/page/rules.ts'
import { presentedRecord } from '../signing/queries.ts'
import { refusalNoteOf } from '../signing/witness/queries.ts'
import { gapThreshold } from '../stages/queries.ts'
import { minutesText } from '../talk/minutes/queries.ts'
import { presentPeople, stepTimes } from '../talk/queries.ts'
import { attachmentsFor, heldFiles } from '../attachments/queries.ts'
import { waitingFor } from './rules.ts'

interface PartRow {
  id: string
  kind: PartKind
  authorId: string | null
  submittedAt: Date | null
  submittedBy: string | null
  updatedAt: Date
  answers: Record<
    string,
    { value: unknown; version: number; by: string; at: string; revisions: number }
  >
}

const partsOf = async (db: Db, orgId: string, id: string): Promise<PartRow[]> =>
  (
    await sql<PartRow>`
      select p.id, p.kind, p.author_id, p.submitted_at, p.submitted_by, p.updated_at,
        coalesce((select json_object_agg(a.field_key, json_build_object('value', a.value, 'version', a.version,
            'by', a.updated_by, 'at', a.updated_at, 'revisions', (select count(*) from answer_revision r
              where r.org_id = a.org_id and r.part_id = a.part_id and r.field_key = a.field_key and r.kind = 'replaced')))
          from answer a where a.org_id = p.org_id and a.part_id = p.id), '{}') as answers
        from part p where p.org_id = ${orgId} and p.conversation_id = ${id} order by p.id`.execute(
      db,
    )
  ).rows

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
      { ...facts, isDelegate: is.includes('delegate') },
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
    managerChange: managerChange(found, rows, people),
    refusals: refusalsOf(found),
  }
}

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

/** A part with those of its fields that may be read; empty when it may not be opened at all. */
function visiblePart(
  found: Found,
  template: TemplateBody,
  row: PartRow,
  rated: Record<string, unknown>,
): PartView[] {
  const { viewer, is, facts, snapshot } = found
  const part = { kind: row.kind, authorId: row.authorId }
  const own = row.authorId === viewer.actor.personId
  const answers = Object.entries(row.answers).filter(([key]) => {
    if (row.kind === 'privateNote') return own && key === noteField
    return fieldOf(template, key) ? answerVisible(found, template, part, key) : own
  })
  const opens = isCurrentPart(found, part) && partVisible(viewer, is, facts, part)
  if (!opens && answers.length === 0) return []
  const asked =
    row.kind === 'privateNote'
      ? []
      : missingFrom(
          template,
          row.kind,
          values(row),
          aboutOf(snapshot, rated, found.revealedAt !== null),
          snapshot.unrated,
        )
  const writes =
    own ||
    (row.authorId === null &&
      (is.includes('employee') || is.includes('manager') || is.includes('delegate')))
  return [
    {
      id: row.id,
      kind: row.kind,
      authorId: row.authorId,
      own,
      submittedAt: row.submittedAt,
      submittedBy: row.submittedBy,
      updatedAt: row.updatedAt,
      answers: Object.fromEntries(
        answers.map(([key, answer]) => [key, { ...answer, at: new Date(answer.at) }]),
      ),
      missing: writes ? asked : [],
    },
  ]
}

/** The same as `answersOf`, of parts that were read already. */
function currentAnswers(
  { employeeId, managerId, facts }: Found,
  rows: PartRow[],
): Awaited<ReturnType<typeof answersOf>> {
  const isCurrent = ({ kind, authorId }: PartRow) =>
    kind === 'self'
      ? authorId === employeeId && facts.selfSkippedAt === null
      : kind !== 'manager' || authorId === managerId
  const of = (part: Part) =>
    Object.assign(
      {},
      ...rows.filter((row) => row.kind === part && isCurrent(row)).map(values),
    ) as Answers
  return { self: of('self'), manager: of('manager'), talk: of('talk'), agreement: of('agreement') }
}

const values = (row: PartRow) =>
  Object.fromEntries(Object.entries(row.answers).map(([key, { value }]) => [key, value]))

function closedParts(
  { employeeId, managerId, facts }: Found,
  rows: PartRow[],
  shown: PartView[],
): Workspace['closedParts'] {
  const authors = { self: employeeId, manager: managerId }
  return (['self', 'manager'] as const).flatMap((kind) => {
    if (!facts.stages.some((stage) => stage.kind === `${kind}Assessment`)) return []
    const row = rows.find((each) => each.kind === kind && each.authorId === authors[kind])
    if (row && shown.some(({ id }) => id === row.id)) return []
    const skipped = kind === 'self' && facts.selfSkippedAt !== null
    const state = row?.submittedAt ? 'submitted' : skipped ? 'skipped' : row ? 'draft' : 'notBegun'
    return [
      { kind, state, authorId: authors[kind], submittedAt: row?.submittedAt ?? null } as const,
    ]
  })
}

function threeByThree(template: TemplateBody, parts: PartView[]): Workspace['threeByThree'] {
  const fields = ['strengths', 'gaps', 'supports'].map((key) => fieldOf(template, key)?.field)
  const part = parts.find(({ kind }) => kind === 'manager')
  if (!part || fields.some((field) => field?.type !== 'statements')) return null
  const [strengths, gaps, supports] = fields.map(
    (field) =>
      ((part.answers[field!.key]?.value ?? []) as Statement[]).filter(({ text }) => !isBlank(text))
        .length,
  ) as [number, number, number]
  return { strengths, gaps, supports, required: fields.every((field) => field!.required) }
}

function managerChange(
  found: Found,
  rows: PartRow[],
  people: Awaited<ReturnType<typeof peopleRefs>>,
): Workspace['managerChange'] {
  const { facts } = found
  if (!hasLineChanged(facts) || facts.sealedAt || facts.closedAt) return null
  const currentManager = people.get(facts.currentLineId!)
  if (!currentManager) return null
  return {
    currentManager,
    managerDraftExists: rows.some(
      ({ kind, authorId }) => kind === 'manager' && authorId === found.managerId,
    ),
  }
}

async function signingOf(
  context: Context,
  found: Found,
  readsTalk: boolean,
): Promise<Workspace['signing']> {
  const { db, orgId } = context
  const { facts, is, id, recordVersion: version } = found
  const reads = may(is, 'R', pageUnder(facts)) && !isShut(is, facts)
  const seesProof = may(is, 'R', 'evidence') && !is.includes('hrAdmin')
  // Before the page is presented nobody has signed or read it.
  const isShown = facts.presentedAt !== null || facts.sealedAt !== null
  const signed = sql<{
    personId: string
    name: string
    role: 'employee' | 'manager' | 'witness'
    outcome: 'agreed'
    statement: string | null
    at: Date
    level: string
    ip: string
    userAgent: string
  }>`
    select person_id, name, role, outcome, statement, at, level, ip, user_agent from signature
     where org_id = ${orgId} and record_id = ${id} and version = ${version} order by at, id`
  const read =
    reads && isShown
      ? db
          .selectFrom('reading')
          .select(['personId', (row) => row.fn.min('at').as('at')])
          .where('orgId', '=', orgId)
          .where('conversationId', '=', id)
          .where('recordVersion', '=', version)
          .groupBy('personId')
          .execute()
      : []
  const [{ rows: signatures }, refusalNote, readings] = await Promise.all([
    isShown ? signed.execute(db) : { rows: [] },
    refusalNoteOf(context, found, reads),
    read,
  ])
  const isAlone = found.managerId === null
  const isWaiting = facts.presentedAt !== null && facts.sealedAt === null
  return {
    presentedAt: found.presentedAt,
    presentedBy: found.presentedBy,
    shownHash: reads ? found.presentedHash : null,
    page: isWaiting && reads ? recordPage(await presentedRecord(db, orgId, id)) : null,
    version,
    signatures: signatures.map(({ statement, ip, userAgent, ...signature }) => ({
      ...signature,
      statement: reads ? statement : null,
      ip: seesProof ? ip : null,
      userAgent: seesProof ? userAgent : null,
    })),
    unready:
      facts.presentedAt === null && (facts.talkEndedAt !== null || isAlone) && readsTalk
        ? await unreadyOf(db, context, found)
        : [],
    refusalNote,
    dueOn: facts.stages.find(({ kind }) => kind === 'signature')?.dueOn ?? null,
    readings: readings.map(({ personId, at }) => ({ personId, at: new Date(at) })),
  }
}

/** What stands between the agreement and the page that both read: fields of the record, lines of the plan. */
export async function unreadyOf(
  db: Db,
  { orgId, today }: Pick<Context, 'orgId' | 'today'>,
  found: Found,
): Promise<Workspace['signing']['unready']> {
  const isAlone = found.managerId === null
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const answers = await answersOf(db, orgId, found.id)
  const about = aboutOf(found.snapshot, answers.manager, found.revealedAt !== null)
  // Whoever has nobody above has no talk, and nobody to fill in what a manager would.
  const asked = isAlone ? (['agreement'] as const) : (['talk', 'agreement'] as const)
  const fields = asked.flatMap((part) => {
    const count = missingFrom(template, part, answers[part], about, found.snapshot.unrated).filter(
      ({ fieldKey }) => !isAlone || fieldOf(template, fieldKey)?.field.writer !== 'manager',
    ).length
    return count > 0 ? [{ key: `${part}Fields`, params: { count } }] : []
  })
  const plan = await planOf(db, {
    orgId,
    conversationId: found.id,
    topics: topicsOf(template, answers),
    today,
  })
  const waiting = await heldFiles(db, orgId, found.id)
  const held = waiting > 0 ? [{ key: 'heldFiles', params: { count: waiting } }] : []
  return [...fields, ...(isAlone && plan.length === 0 ? [] : planUnready(plan)), ...held]
}
