import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Role } from '../../features/accounts/policy.ts'
import type { Api } from '../../app/router.ts'
import { evidenceFile } from '../../features/conversations/record/export/handlers.ts'
import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { addDepartment } from '../support/departments.ts'
import { todayOf } from '../support/days.ts'
import { grant } from '../support/grants.ts'
import { newStory, type Someone, type Story } from '../support/scenario.ts'
import { ratedTeams, times } from '../support/spreads.ts'
import { cycleOf, talkBetween, type Stop, type Talk } from '../support/talks.ts'

/** Who asks. `BP` is responsible for the department, `BPx` for another, `BPs` for the department and is the
 * subject's own report. `DEL` leads the manager's talks today, `FAC` runs the rooms. */
const columns = [
  'EMP',
  'PEER',
  'DM',
  'M2',
  'BP',
  'BPx',
  'BPs',
  'HRA',
  'SEC',
  'ITA',
  'AUD',
  'EXEC',
  'DEL',
  'FAC',
] as const
type Column = (typeof columns)[number]

/**
 * Who may what, written by hand beside the policy: W write · R read · S sign · L existence, status and dates ·
 * A assign who decides · 2 start or approve with a second person · r read with a reason that the employee sees · E export · e export with a reason · P with numbers for names · - nothing.
 */
const matrix: Record<string, string> = {
  //                              EMP PEER DM  M2  BP BPx BPs HRA SEC ITA AUD EXEC DEL FAC
  '1 trying a flow': '-   -    -   -   -  -   -   W   -   -   -   -    -    -',
  '1 the standard, indicators, review': '-   -    -   -   R  R   R   W   -   -   R   R    -    -',
  '2 status': 'W   -    W   L   L  -   -   L   -   -   L   -    W    -',
  '2 status, by name in the monitor': '-   -    -   -   L  -   -   L   -   -   L   -    -    -',
  '2 reminding': '-   -    -   -   W  -   -   W   -   -   -   -    -    -',
  '2 running rooms': '-   -    -   -   -  -   -   W   -   -   -   -    -    W',
  '3 self-assessment, draft': 'W   -    -   -   -  -   -   -   -   -   -   -    -    -',
  '4 self-assessment, open': 'R   -    R   -   R  -   -   -   -   -   -   -    R    -',
  "5 manager's private note": '-   -    W   -   -  -   -   -   -   -   -   -    -    -',
  "6 manager's part, draft": '-   -    W   -   -  -   -   -   -   -   -   -    -    -',
  '6 joint record, draft': 'W   -    W   -   -  -   -   -   -   -   -   -    W    -',
  '7 awaiting confirmation': 'S   -    S   L   R  -   -   L   -   -   L   -    R    -',
  '8 sealed record': 'R   -    R   R   R  -   -   r   -   -   R   -    -    -',
  '8 sealed talks compared': 'R   -    R   R   R  -   -   r   -   -   R   -    -    -',
  // Everybody gives a purpose and a reason, and the person reads of it.
  '8 evidence for a decision': '-   -    r   r   r  -   -   r   -   -   -   -    -    -',
  '9 rating, released': 'R   -    W   R   R  -   -   -   -   -   -   -    R    -',
  '9 ratings, counted in groups': '-   -    -   -   W  -   W   W   -   -   -   -    -    -',
  '10 case note of HR': '-   -    -   -   W  -   -   L   -   -   -   -    -    -',
  '10 mark of HR': '-   -    -   -   W  -   -   W   -   -   -   -    -    -',
  '12 development plan': 'W   -    W   R   R  -   -   -   -   -   -   -    -    -',
  '13 appeal': 'W   -    R   -   -  -   -   A   -   -   R   -   -    -',
  '14 amendment': '-   -    -   -   -  -   -   2   -   -   -   -   -    -',
  '15 evidence of signing': 'R   -    L   L   L  -   -   r   -   -   R   -    -    -',
  '16 evidence bundle': 'E   -    -   -   e  -   -   e   -   -   E   -    -    -',
  // HR opens it and gives one answer of its own; everybody else who is asked answers.
  '20 survey': 'W   W    W   W   -  -   -   A   W   W   W   W    W    W',
  '21 directory': 'L   L    L   L   L  L   L   W   L   L   L   L    L    L',
  '22 grants of others': '-   -    -   -   -  -   -   W   W   -   R   -    -    -',
  '17 bulk export': '-   -    -   -   -  -   -   E   L   -   E   -    -    -',
  // EMP leads BPs.
  '22 handing talks over': 'W   -    W   W   -  -   -   -   -   -   -   -    -    -',
  '23 security log': '-   -    -   -   -  -   -   -   R   P   R   -    -    -',
  '24 who opened a record': 'R   -    -   -   -  -   -   L   -   -   R   -    -    -',
  '26 mail server': '-   -    -   -   -  -   -   -   R   W   R   -    -    -',
  '27 erasure, retention': '-   -    -   -   -  -   -   W   2   -   R   -   -    -',
  '28 webhooks': '-   -    -   -   -  -   -   -   W   L   R   -    -    -',
  '29 org import': '-   -    -   -   -  -   -   W   -   -   R   -    -    -',
  '29 merging accounts': '-   -    -   -   -  -   -   W   2   -   R   -    -    -',
}

const word = {
  self: '自评里的话',
  manager: '主管写的话',
  note: '只给自己看的话',
  case: '只给在办的 HR 看的话',
}

let story: Story & { close(): Promise<void> }
const people = {} as Record<Column, Someone>
const talks = {} as Record<Stop, Talk>
/** Nobody of the table. */
let outsider: Someone
let surveyId: string
/** A cycle in which eight of the department are rated. */
let counted: string

before(async () => {
  story = await newStory()
  const ownDepartment = await addDepartment(story, '一车间')
  const other = await addDepartment(story, '二车间')
  outsider = await story.hire('旁人')
  people.M2 = await story.hire('厂长')
  people.DM = await story.hire('主管', { manager: people.M2, departmentId: ownDepartment })
  people.EMP = await story.hire('员工', { manager: people.DM, departmentId: ownDepartment })
  people.PEER = await story.hire('同事', { manager: people.DM, departmentId: ownDepartment })
  people.BP = await story.hire('伙伴')
  people.BPx = await story.hire('别处的伙伴')
  people.BPs = await story.hire('员工的下属', { manager: people.EMP, departmentId: ownDepartment })
  people.HRA = story.hr
  const team = { name: '一车间', departmentId: ownDepartment, ratings: times(8, 3) }
  counted = (await ratedTeams(story, [team])).cycleId
  people.DEL = await story.hire('代谈的人', { manager: people.M2 })
  const roles: Partial<Record<Column, [Role, string | null]>> = {
    BP: ['hrbp', ownDepartment],
    BPx: ['hrbp', other],
    BPs: ['hrbp', ownDepartment],
    SEC: ['securityAdmin', null],
    ITA: ['itAdmin', null],
    AUD: ['auditor', null],
    EXEC: ['executive', null],
    FAC: ['facilitator', null],
  }
  for (const [column, [role, departmentId]] of Object.entries(roles) as [
    Column,
    [Role, string | null],
  ][]) {
    people[column] ??= await story.hire(role)
    await grant(story, people[column], role, departmentId)
  }
  const pair = { employee: people.EMP, manager: people.DM }
  for (const stop of ['prepare', 'open', 'talked', 'presented', 'sealed'] as const) {
    talks[stop] = await talkBetween(story, stop, { ...pair, text: word.self })
    // The helper puts people where the story began; this one happens in the workshop.
    await story.services.database.inOrg(story.orgId, async (db) => {
      await db
        .updateTable('conversation')
        .set({ departmentId: ownDepartment })
        .where('orgId', '=', story.orgId)
        .where('id', '=', talks[stop].id)
        .execute()
      await db
        .updateTable('participation')
        .set({ departmentId: ownDepartment })
        .where('orgId', '=', story.orgId)
        .where('conversationId', '=', talks[stop].id)
        .execute()
    })
  }
  const today = todayOf(story)
  const { id } = await story.as(people.DM).org.delegation.ask({
    toId: people.DEL.personId,
    employeeIds: null,
    fromOn: today,
    untilOn: today,
    reason: '今天不在',
  })
  await story.as(people.DEL).org.delegation.answer({ id, accept: true })
  await story.as(people.EMP).conversations.appeals.open({
    conversationId: talks.sealed.id,
    kind: 'appeal',
    reason: '口径和年初定的不一样，请核对',
    wish: '按年初口径改正',
  })
  await story.as(people.SEC, { steppedUp: true }).notifications.channels.saveHook({
    kind: 'wecom',
    url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1',
    addressing: 'nobody',
    isOn: false,
  })
  // Somebody else of HR: nobody decides about one record in two capacities.
  const second = await story.hire('另一位 HR', { roles: ['hrAdmin'] })
  await story.as(second).admin.privacy.askErasure({
    conversationId: talks.sealed.id,
    basis: '个人信息保护法第四十七条',
  })
  const twice = [await story.hire('张伟'), await story.hire('张伟')]
  await story.as(second).admin.merges.ask({
    keptId: twice[0]!.personId,
    mergedId: twice[1]!.personId,
    reason: '花名册里建了两次',
  })
  const beside = story.as(people.BP).conversations.intervention
  await beside.marks.set({
    personId: people.EMP.personId,
    untilOn: addDays(today, 90),
    reason: '关键岗位，需要留住',
  })
  const survey = await story.as(people.HRA).surveys.open({
    closesOn: addDays(today, 14),
    departmentIds: [],
    clientId: newId(),
  })
  surveyId = survey.id
  await story.settle()
  const it = (await beside.list()).find(({ conversationId }) => conversationId === talks.talked.id)
  await beside.notes.add({ id: it!.id, words: word.case, clientId: newId() })
  const draft = { id: talks.prepare.id, version: 0 }
  const text = (part: 'self' | 'manager') =>
    talks.prepare.template.sections
      .filter((section) => section.part === part)
      .flatMap(({ fields }) => fields)
      .find(
        ({ type, readers }) => type === 'longText' && readers !== 'authorOnly' && readers !== 'hr',
      )
  const [self, manager] = [text('self'), text('manager')]
  if (self)
    await story.as(people.EMP).conversations.saveAnswer({
      ...draft,
      part: 'self',
      fieldKey: self.key,
      value: word.self,
      clientId: newId(),
    })
  if (manager)
    await story.as(people.DM).conversations.saveAnswer({
      ...draft,
      part: 'manager',
      fieldKey: manager.key,
      value: word.manager,
      clientId: newId(),
    })
  await story.as(people.DM).conversations.saveAnswer({
    ...draft,
    id: talks.open.id,
    part: 'privateNote',
    fieldKey: 'note',
    value: word.note,
    clientId: newId(),
  })
})
after(() => story.close())

const workspace = (api: Api, stop: Stop) =>
  api.conversations.get({ id: talks[stop].id }).catch(nothing)
const nothing = (error: unknown) => {
  const { code } = error as { code?: string }
  if (code === 'NOT_FOUND' || code === 'FORBIDDEN') return null
  throw error
}
/** With a reason, without one, or not at all. */
async function withReason(
  ask: (reason?: string) => Promise<unknown>,
  free: string,
  asked: string,
): Promise<string> {
  const tried = await ask().then(
    () => free,
    (error: { code?: string; data?: { reason?: string } }) =>
      error.data?.reason === 'conversations.reasonFirst' ? 'reason' : nothing(error),
  )
  if (tried === 'reason') return ask('员工提出申诉').then(() => asked)
  return tried ?? '-'
}

const channel = async (api: Api, kind: string) =>
  (await api.notifications.channels.list().catch(nothing))?.channels.find(
    (one) => one.kind === kind,
  )

const probes: Record<string, (api: Api, column: Column) => Promise<string>> = {
  async '1 trying a flow'(api) {
    const flows = await story.as(people.HRA).flows.list()
    const { versionId } = flows.find(({ key }) => key === 'base')!
    const tried = { flow: { versionId }, personId: people.EMP.personId }
    return (await api.cycles.sandbox.person(tried).catch(nothing)) ? 'W' : '-'
  },
  async '1 the standard, indicators, review'(api) {
    const seen = [
      (await api.cycles.standard.overview().catch(nothing))?.refusals.choose,
      (
        await api.goals.indicators
          .list({ periodFrom: '2027-01-01', periodTo: '2027-03-31' })
          .catch(nothing)
      )?.refusals.write,
      (await api.cycles.mechanism.get().catch(nothing))?.refusals.decide,
    ]
    const [one, ...others] = seen.map((refusal) =>
      refusal === undefined ? '-' : refusal === null ? 'W' : 'R',
    )
    return others.every((each) => each === one) ? one! : seen.join()
  },
  async '2 status'(api) {
    const view = await workspace(api, 'prepare')
    if (!view) return '-'
    return view.refusals.writeSelf === null || view.refusals.book === null ? 'W' : 'L'
  },
  async '2 status, by name in the monitor'(api) {
    const { items } = (await api.cycles
      .participants({ id: await cycleOf(story, talks.prepare.id) })
      .catch(nothing)) ?? { items: [] }
    return items.some(({ person }) => person.id === people.EMP.personId) ? 'L' : '-'
  },
  async '2 reminding'(api) {
    const { receivers } = (await api.notifications.nudging
      .preview({ cycleId: await cycleOf(story, talks.prepare.id) })
      .catch(nothing)) ?? { receivers: [] }
    return receivers.some(({ person }) => person.id === people.EMP.personId) ? 'W' : '-'
  },
  async '2 running rooms'(api, column) {
    const own = { id: newId(), name: `${column} 的房间`, site: '', departmentId: null, capacity: 2 }
    const saved = api.scheduling.rooms.save({ ...own, equipment: [], isOpen: true })
    return (await saved.then(() => true).catch(nothing)) ? 'W' : '-'
  },
  async '3 self-assessment, draft'(api) {
    const view = await workspace(api, 'prepare')
    if (view?.refusals.writeSelf === null) return 'W'
    return JSON.stringify(view?.parts ?? []).includes(word.self) ? 'R' : '-'
  },
  async '4 self-assessment, open'(api) {
    const view = await workspace(api, 'open')
    const part = view?.parts.find(({ kind }) => kind === 'self')
    return part && Object.keys(part.answers).length > 0 ? 'R' : '-'
  },
  async "5 manager's private note"(api) {
    const view = await workspace(api, 'open')
    return JSON.stringify(view ?? {}).includes(word.note) ? 'W' : '-'
  },
  async "6 manager's part, draft"(api) {
    const view = await workspace(api, 'prepare')
    if (view?.refusals.writeManager === null) return 'W'
    return JSON.stringify(view?.parts ?? []).includes(word.manager) ? 'R' : '-'
  },
  async '6 joint record, draft'(api) {
    const view = await workspace(api, 'talked')
    if (view?.refusals.writeAgreement === null) return 'W'
    return view?.parts.some(({ kind }) => kind === 'talk' || kind === 'agreement') ||
      view?.minutes ||
      view?.plan.length
      ? 'R'
      : '-'
  },
  async '7 awaiting confirmation'(api) {
    const view = await workspace(api, 'presented')
    if (!view) return '-'
    if (
      ['conversations.stepUpFirst', 'conversations.managerSignsFirst', null].includes(
        view.refusals.sign,
      )
    )
      return 'S'
    return view.signing.page ? 'R' : 'L'
  },
  '8 sealed record': (api) =>
    withReason(
      (reason) =>
        api.conversations.sealedRecord({ id: talks.sealed.id, ...(reason && { reason }) }),
      'R',
      'r',
    ),
  async '8 sealed talks compared'(api) {
    const ask = async (reason?: string) => {
      const input = { personId: people.EMP.personId, ...(reason && { reason }) }
      const { talks: past } = await api.insights.history.compare(input)
      if (!past.some(({ id }) => id === talks.sealed.id)) throw new Error('not among them')
    }
    return withReason(ask, 'R', 'r')
  },
  async '8 evidence for a decision'(api) {
    const seen = await api.insights.history
      .evidence({
        personId: people.EMP.personId,
        purpose: 'pay',
        reason: '年度调薪要看近两年的结果',
      })
      .catch(nothing)
    return seen?.talks.some(({ id }) => id === talks.sealed.id) ? 'r' : '-'
  },
  async '9 rating, released'(api) {
    const view = await workspace(api, 'open')
    const rating = view?.parts.find(({ kind }) => kind === 'manager')?.answers
    const isSeen = Object.values(rating ?? {}).some(
      ({ value }) => typeof value === 'object' && value !== null && 'notRated' in value,
    )
    if (!isSeen) return '-'
    return view?.refusals.reviseManager === null ? 'W' : 'R'
  },
  async '9 ratings, counted in groups'(api) {
    const seen = await api.cycles.spread({ id: counted }).catch(nothing)
    if (!seen?.scales.some(({ whole }) => whole)) return '-'
    return seen.refusal === null ? 'W' : 'R'
  },
  async '10 case note of HR'(api) {
    const { intervention } = api.conversations
    const it = (await intervention.list().catch(nothing))?.find(
      ({ conversationId }) => conversationId === talks.talked.id,
    )
    if (!it) return '-'
    const seen = await intervention.notes.list({ id: it.id }).catch(nothing)
    return seen?.notes.some(({ words }) => words === word.case) ? 'W' : 'L'
  },
  async '10 mark of HR'(api) {
    const marks = (await api.conversations.intervention.marks.list().catch(nothing)) ?? []
    return marks.some(({ person }) => person.id === people.EMP.personId) ? 'W' : '-'
  },
  async '12 development plan'(api) {
    const [promise] =
      (await api.commitments.of({ conversationId: talks.sealed.id }).catch(nothing)) ?? []
    if (!promise) return '-'
    return promise.refusals.settle === null ? 'W' : 'R'
  },
  async '13 appeal'(api) {
    const asked = { conversationId: talks.sealed.id }
    const [it] = (await api.conversations.appeals.of(asked).catch(nothing))?.items ?? []
    if (!it) return '-'
    return it.own ? 'W' : it.refusals.name === null ? 'A' : 'R'
  },
  async '14 amendment'(api) {
    const found = await api.conversations.amending
      .of({ conversationId: talks.sealed.id })
      .catch(nothing)
    return found?.refusal === null ? '2' : '-'
  },
  async '15 evidence of signing'(api) {
    const ask = (reason?: string) =>
      api.conversations.sealedRecord({ id: talks.sealed.id, ...(reason && { reason }) })
    const right = await withReason(ask, 'R', 'r')
    if (right === '-') return '-'
    const { signatures, document } = await ask(right === 'r' ? '员工提出申诉' : undefined)
    const shows = JSON.stringify([signatures, document]).includes('10.0.0.7')
    return shows ? right : 'L'
  },
  async '16 evidence bundle'(_, column) {
    return withReason(
      (reason) =>
        story.behind(people[column], (context) =>
          evidenceFile(context, talks.sealed.id, { reason: reason ?? null }),
        ),
      'E',
      'e',
    )
  },
  async '20 survey'(api) {
    if (await api.surveys.report({ id: surveyId }).catch(nothing)) return 'A'
    return (await api.surveys.mine({ id: surveyId }).catch(nothing)) ? 'W' : '-'
  },
  async '21 directory'(api) {
    const found = await api.org.person({ id: people.PEER.personId })
    return found.refusals.edit === null ? 'W' : 'L'
  },
  async '22 grants of others'(api) {
    const found = await api.org.person({ id: outsider.personId })
    if (found.refusals.grant === null) return 'W'
    return found.grants ? 'R' : '-'
  },
  async '17 bulk export'(api) {
    const listed = await api.admin.audit.exports.list().catch(nothing)
    return !listed ? '-' : listed.refusal === null ? 'E' : 'L'
  },
  async '22 handing talks over'(api) {
    const { reports } = await api.org.delegation.list()
    return reports.length > 0 ? 'W' : '-'
  },
  async '23 security log'(api) {
    const log = await api.admin.audit.log({}).catch(nothing)
    if (!log) return '-'
    return log.items.some(({ who }) => who !== null) ? 'R' : 'P'
  },
  async '24 who opened a record'(api) {
    const seen = await api.admin.access.of({ conversationId: talks.sealed.id }).catch(nothing)
    return !seen ? '-' : seen.readers.length > 0 ? 'R' : 'L'
  },
  async '26 mail server'(api) {
    const mail = await channel(api, 'mail')
    return !mail ? '-' : mail.refusals.configure === null ? 'W' : 'R'
  },
  async '28 webhooks'(api) {
    const hook = await channel(api, 'wecom')
    if (!hook) return '-'
    return hook.refusals.configure === null ? 'W' : hook.hook?.host ? 'R' : 'L'
  },
  async '27 erasure, retention'(api, column) {
    const found = await api.admin.privacy.list().catch(nothing)
    if (!found) return '-'
    if (found.retention.refusal === null) return 'W'
    return column === 'SEC' && found.erasures[0]?.refusal === null ? '2' : 'R'
  },
  async '29 merging accounts'(api) {
    const found = await api.admin.merges.list().catch(nothing)
    if (!found) return '-'
    if (found.refusal === null) return 'W'
    return found.merges[0]?.refusals.decide === null ? '2' : 'R'
  },
  async '29 org import'(api) {
    const listed = await api.org.import.list().catch(nothing)
    if (!listed) return '-'
    return (await api.org.tree()).refusals.import === null ? 'W' : 'R'
  },
}

for (const [row, letters] of Object.entries(matrix))
  test(`row ${row}: ${letters.replace(/\s+/g, ' ')}`, async () => {
    const expected = Object.fromEntries(
      letters.split(/\s+/).map((letter, n) => [columns[n]!, letter]),
    )
    const found: Record<string, string> = {}
    for (const column of columns)
      found[column] = await probes[row]!(story.as(people[column]), column)
    assert.deepEqual(found, expected)
  })
