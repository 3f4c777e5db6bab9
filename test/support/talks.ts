import { randomUUID } from 'node:crypto'
import { currentFlows } from '../../features/flows/queries.ts'
import type { Field, Part, TemplateBody } from '../../features/templates/contract.ts'
import { givenId } from '../../features/templates/grid/rules.ts'
import { currentTemplates } from '../../features/templates/queries.ts'
import { fieldsOf } from '../../features/templates/rules.ts'
import type { ParticipationSnapshot } from '../../features/cycles/contract.ts'
import { addDays } from '../../platform/clock.ts'
import { json } from '../../platform/database.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { todayOf } from './days.ts'
import type { Someone, Story } from './scenario.ts'

/** How far a conversation has come when a story begins; each includes everything before it. */
export const stops = [
  'prepare',
  'selfIn',
  'open',
  'talk',
  'talked',
  'agreed',
  'presented',
  'managerSigned',
  'sealed',
] as const
export type Stop = (typeof stops)[number]

export interface Talk {
  id: string
  employee: Someone
  manager: Someone
  template: TemplateBody
  /** The hash both were shown, once presented. */
  shownHash: string
}

interface Options {
  employee?: Someone
  /** Null: nobody above. */
  manager?: Someone | null
  template?: 'annualResult' | 'monthly' | 'whatHowNext' | 'threeCores' | 'pip' | 'midReview'
  flow?: 'base' | 'management' | 'monthly' | 'plain'
  /** What people write, wherever they write. */
  text?: string
  /** Points on the scale: how the two rate. */
  ratings?: { self: number; manager: number }
  startsOn?: string
}

/** One answer that satisfies a field, in the given words. */
export function answerTo(field: Field, text: string, rating = 3): unknown {
  const many = <T>(item: () => T) => Array.from({ length: Math.max(1, field.min ?? 1) }, item)
  const id = () => randomUUID()
  const long = text.padEnd(40, '。')
  switch (field.type) {
    case 'shortText':
    case 'longText':
      return long
    case 'number':
      return field.min ?? 1
    case 'rating':
      return { value: rating, notRated: false, case: long, nextLevel: long }
    case 'choice':
      return field.options![0]!.key
    case 'multiChoice':
      return [field.options![0]!.key]
    case 'date':
      return '2026-12-31'
    case 'statements':
      return many(() => ({ id: id(), text: long, kind: 'result', situation: long, evidence: [] }))
    case 'causes':
      return many(() => ({
        id: id(),
        matter: long,
        label: 'process',
        cause: long,
        remedy: long,
        proposedBy: 'employee',
      }))
    case 'goalReview':
      return many(() => ({
        id: id(),
        goal: long,
        target: '100',
        actual: '97',
        attainment: 97.5,
        comment: '',
        employeeAgrees: true,
        managerAgrees: null,
      }))
    case 'keyMatters':
      return many(() => ({ id: id(), matter: long, indicator: '3', outcome: long }))
    case 'attachment':
      return []
    case 'supportNeeds':
      return many(() => ({ id: id(), kind: 'tool', need: long, reason: long, neededBy: null }))
    case 'nextGoals':
      return many(() => ({
        id: id(),
        what: long,
        how: long,
        help: '',
        measure: '3 次',
        dueOn: null,
      }))
    case 'scale':
      return field.anchors![0]!.value
    case 'person':
      return null
    case 'best':
      return many(() => ({
        id: id(),
        behaviour: long,
        effect: long,
        suggestion: long,
        outlook: long,
      }))
    case 'planLines':
      return many(() => ({
        id: id(),
        layer: 'result',
        what: long,
        how: long,
        measure: '3 次',
        owner: 'employee',
        dueOn: '2026-12-31',
      }))
    case 'table':
      return rowsTo(field, text, id)
    case 'signature':
    case 'helpText':
      return null
  }
}

const rowsTo = (field: Field, text: string, id: () => string) => {
  const cells = Object.fromEntries(
    field.columns!.flatMap(({ key, type, options }) => {
      if (type === 'computed') return []
      const value = { text, number: 3, choice: options?.[0]?.key, date: '2026-12-31' }[type]
      return [[key, value]]
    }),
  )
  const given = field.given?.map((_, at) => ({ id: givenId(field, at), cells }))
  return given ?? [{ id: id(), cells }]
}

/** Every required field of a part, answered. */
export const answersTo = (template: TemplateBody, part: Part, text: string, rating?: number) =>
  fieldsOf(template, part)
    .filter((field) => field.required && !field.condition && field.key !== 'minutes')
    .map((field) => ({
      fieldKey: field.key,
      value: answerTo(field, text, rating),
      version: 0,
      field,
    }))

const given = (answers: ReturnType<typeof answersTo>) =>
  answers.map(({ fieldKey, value, version }) => ({ fieldKey, value, version }))

/** Puts people into a running cycle of their own, as a launch would. @returns conversation ids in order. */
export async function inCycle(
  story: Story,
  people: { employee: Someone; manager: Someone | null }[],
  options: Pick<Options, 'template' | 'flow' | 'startsOn'> = {},
) {
  const { services, orgId, clock, departmentId } = story
  const today = todayOf({ clock })
  return services.database.inOrg(orgId, async (db) => {
    const template = (await currentTemplates(db, orgId).execute()).find(
      ({ key }) => key === (options.template ?? 'annualResult'),
    )!
    const flow = (await currentFlows(db, orgId).execute()).find(
      ({ key }) => key === (options.flow ?? 'base'),
    )!
    const cycleId = newId()
    await db
      .insertInto('cycle')
      .values({
        orgId,
        id: cycleId,
        name: '2026 年度结果面谈',
        kind: template.body.scale ? 'result' : 'checkIn',
        periodFrom: '2026-01-01',
        periodTo: '2026-12-31',
        startsOn: options.startsOn ?? today,
        population: json({}),
        mapping: json([]),
        deadlines: json({}),
        version: 1,
        createdBy: story.hr.personId,
        createdAt: clock.now,
        discardedAt: null,
        launchAskedAt: clock.now,
        launchAskedBy: story.hr.personId,
        launchTotal: people.length,
        launchedAt: clock.now,
        closedAt: null,
      })
      .execute()
    const rows = people.map(({ employee, manager }) => ({
      orgId,
      id: newId(),
      cycleId,
      personId: employee.personId,
      managerId: manager?.personId ?? null,
      departmentId,
      conversationId: newId(),
      templateVersionId: template.versionId,
      flowVersionId: flow.versionId,
      snapshot: json({
        name: employee.name,
        employeeNo: employee.employeeNo,
        department: '试验工厂',
        position: '',
        level: null,
        jobFamily: null,
        managerName: manager?.name ?? null,
        managerEmployeeNo: manager?.employeeNo ?? null,
        hiredOn: '2020-01-01',
        unrated: false,
      } satisfies ParticipationSnapshot),
      createdAt: clock.now,
      sealedAt: null,
      outcome: null,
      closedAt: null,
    }))
    await db.insertInto('participation').values(rows).execute()
    await record(
      db,
      { orgId, actorId: story.hr.personId, now: clock.now },
      'cycle.participantsAdded',
      {
        subjectId: cycleId,
        data: { from: rows[0]!.id, to: rows.at(-1)!.id, people: rows.length },
      },
    )
    return {
      cycleId,
      ids: rows.map(({ conversationId }) => conversationId),
      template: template.body,
    }
  })
}

/** The cycle a conversation belongs to. */
export const cycleOf = (story: Story, talkId: string) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    const { cycleId } = await db
      .selectFrom('participation')
      .select('cycleId')
      .where('conversationId', '=', talkId)
      .executeTakeFirstOrThrow()
    return cycleId
  })

/** One of the two writes all that is asked of them, and hands it in. */
export const handIn = (
  story: Story,
  { id, template }: Pick<Talk, 'id' | 'template'>,
  part: Part,
  who: Someone,
  text = '九月一日当晚写出回退预案',
  rating = 3,
) =>
  story.as(who).conversations.saveAnswers({
    id,
    part,
    answers: given(answersTo(template, part, text, rating)),
    submit: true,
    clientId: newId(),
  })

/** A conversation between two people that has come as far as `to`. */
export async function talkBetween(story: Story, to: Stop, options: Options = {}): Promise<Talk> {
  const manager = options.manager ?? (await story.hire('周晓岚'))
  const employee = options.employee ?? (await story.hire('陈一鸣', { manager }))
  const text = options.text ?? '九月一日当晚写出回退预案'
  const { ids, template } = await inCycle(story, [{ employee, manager }], options)
  await story.settle()
  const talk: Talk = { id: ids[0]!, employee, manager, template, shownHash: '' }
  const reached = (stop: Stop) => stops.indexOf(to) >= stops.indexOf(stop)
  const { id } = talk
  const { self = 3, manager: theirs = 3 } = options.ratings ?? {}
  const asEmployee = story.as(employee, { steppedUp: true }).conversations
  const asManager = story.as(manager, { steppedUp: true }).conversations
  if (reached('selfIn')) await handIn(story, talk, 'self', employee, text, self)
  if (reached('open')) await handIn(story, talk, 'manager', manager, text, theirs)
  if (reached('talk')) await asManager.startTalk({ id, channel: 'inPerson' })
  if (reached('talked')) await asManager.endTalk({ id })
  if (reached('agreed')) await agree(story, talk, text)
  if (reached('presented')) talk.shownHash = (await asManager.present({ id })).shownHash
  if (reached('managerSigned'))
    await asManager.sign({ id, shownHash: talk.shownHash, outcome: 'agreed' })
  if (reached('sealed')) await asEmployee.sign({ id, shownHash: talk.shownHash, outcome: 'agreed' })
  await story.settle()
  return talk
}

/** Everything the page needs before both can read it: the talk's fields, the agreement, one line of a plan. */
export async function agree(
  story: Story,
  { id, employee, manager, template }: Talk,
  text = '评审清单增加一项',
) {
  const asEmployee = story.as(employee).conversations
  const asManager = story.as(manager).conversations
  for (const part of ['talk', 'agreement'] as const) {
    const { parts } = await asManager.get({ id })
    const standing = parts.find(({ kind }) => kind === part)?.answers ?? {}
    for (const { field, fieldKey, value } of answersTo(template, part, text)) {
      const there = standing[fieldKey]
      const by = field.writer === 'employee' ? asEmployee : asManager
      let version = there?.version ?? 0
      if (field.type === 'goalReview') {
        const goals = ((there?.value ?? value) as object[]).map((goal) => ({
          ...goal,
          managerAgrees: true,
          employeeAgrees: true,
        }))
        version = (
          await asManager.saveAnswer({
            id,
            part,
            fieldKey,
            value: goals,
            version,
            clientId: newId(),
          })
        ).version
        await asEmployee.saveAnswer({
          id,
          part,
          fieldKey,
          value: goals,
          version,
          clientId: newId(),
        })
      } else if (!there) {
        // Whoever is named is called what the directory says, not what the form sends along.
        const named = { id: manager.personId, name: '?', employeeNo: '?' }
        const given = field.type === 'person' ? named : value
        await by.saveAnswer({ id, part, fieldKey, value: given, version, clientId: newId() })
      }
    }
  }
  const today = todayOf(story)
  await asEmployee.addPlanLine({
    id,
    line: {
      layer: 'result',
      ownerKind: 'employee',
      what: text,
      how: '每周五核对',
      measure: '3 次评审都用上',
      dueOn: addDays(today, 30),
    },
    clientId: newId(),
  })
}

/** A sealed conversation with these words in every text of it. */
export async function signedAndSealed(story: Story, { text }: { text: string }) {
  const { id, employee, manager } = await talkBetween(story, 'sealed', { text })
  return { conversationId: id, employee, manager }
}
