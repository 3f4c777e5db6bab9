import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { beforeNationalDay } from '../../../test/support/days.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../test/support/talks.ts'
import { plainCalendar, workdayAfter } from '../../org/calendar/rules.ts'
import { verify } from '../../sealing/verifier/rules.ts'
import { evidenceFile } from '../record/export/handlers.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const gone = { code: 'NOT_FOUND' }
const day = 86_400_000
const reason = '客户响应这一项按旧口径算，和年初定的不一样'
const wish = '按年初口径重算，改正这一条'
const answer = '核对了年初的目标书，口径确实变了，请按原口径更正'

/** Three levels, a second HR, and somebody outside everything. */
async function house(story: Story, to: 'presented' | 'managerSigned' | 'sealed' = 'sealed') {
  const director = await story.hire('厂长')
  const manager = await story.hire('周晓岚', { manager: director })
  const employee = await story.hire('陈一鸣', { manager })
  const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
  const outsider = await story.hire('邻部门主管')
  const talk = await talkBetween(story, to, { employee, manager })
  return { director, manager, employee, second, outsider, talk }
}

const appeal = (story: Story, talk: Talk, more: { aboutManager?: boolean } = {}) =>
  story.as(talk.employee).conversations.appeals.open({
    conversationId: talk.id,
    kind: 'appeal',
    reason,
    wish,
    ...more,
  })

const todosOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.today()).todos.flatMap((todo) =>
    todo.kind === 'case' ? [todo.task] : [],
  )
const newsOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.notices({})).items.map(({ kind }) => kind)

const presentAndSign = async (story: Story, talk: Talk) => {
  const manager = story.as(talk.manager, { steppedUp: true }).conversations
  const { shownHash } = await manager.present({ id: talk.id })
  await manager.sign({ id: talk.id, shownHash, outcome: 'agreed' })
  await story
    .as(talk.employee, { steppedUp: true })
    .conversations.sign({ id: talk.id, shownHash, outcome: 'agreed' })
  await story.settle()
}

test('E07: an appeal is opened within its working days by the employee alone, and only once', () =>
  scenario(async (story) => {
    const { talk, manager, director, outsider } = await house(story)
    for (const who of [manager, director, story.hr])
      await assert.rejects(
        story.as(who).conversations.appeals.open({
          conversationId: talk.id,
          kind: 'appeal',
          reason,
          wish,
        }),
        refused('conversations.employeeOnly'),
      )
    await assert.rejects(
      story.as(outsider).conversations.appeals.of({ conversationId: talk.id }),
      gone,
    )
    const sealedAt = story.clock.now
    story.clock.now = new Date(sealedAt.getTime() + 17 * day)
    await assert.rejects(appeal(story, talk), refused('conversations.appeals.tooLate'))
    // Ten working days are always at least twelve days.
    story.clock.now = new Date(sealedAt.getTime() + 12 * day)
    const opened = await appeal(story, talk)
    assert.equal(opened.handler, null)
    assert.ok(![0, 6].includes(new Date(`${opened.dueOn}T00:00:00Z`).getUTCDay()))
    await assert.rejects(appeal(story, talk), refused('conversations.appeals.already'))
  }))

test('the days for an appeal and for its answer are the organization’s: a week of holidays does not count, a Saturday worked instead does', () =>
  scenario(async (story) => {
    await beforeNationalDay(story)
    const { talk } = await house(story)
    assert.equal((await appeal(story, talk)).dueOn, '2026-10-15')
    // Seals bear the time of the machine: its next nine days become holidays.
    const until = async () =>
      (await story.as(talk.employee).conversations.appeals.of({ conversationId: talk.id })).until
    const sealedOn = dayIn('Asia/Shanghai', new Date())
    assert.equal(await until(), workdayAfter(plainCalendar, sealedOn, 10))
    const days = Array.from({ length: 9 }, (_, n) => addDays(sealedOn, n + 1))
    await story.as(story.hr).org.calendar.take({
      days: days.map((holiday) => ({ day: holiday, kind: 'rest', name: '春节' })),
    })
    assert.equal(await until(), workdayAfter(plainCalendar, days.at(-1)!, 10))
  }))

test('HR sets how many working days there are', () =>
  scenario(async (story) => {
    const { talk, employee } = await house(story)
    const { appeals } = story.as(story.hr).conversations
    await assert.rejects(
      story.as(employee).conversations.appeals.setDays({ window: 30, answer: 5 }),
      refused('conversations.appeals.hrOnly'),
    )
    await appeals.setDays({ window: 30, answer: 5 })
    // What the guidance beside the record says.
    const told = await story.as(employee).conversations.appeals.of({ conversationId: talk.id })
    assert.deepEqual(told.days, { window: 30, answer: 5 })
    story.clock.now = new Date(story.clock.now.getTime() + 17 * day)
    assert.equal((await appeal(story, talk)).outcome, null)
    assert.deepEqual(await appeals.days(), { window: 30, answer: 5, refusal: null })
  }))

test('E22: whoever decides is outside the line, has not signed, and steps back when it touches them', () =>
  scenario(async (story) => {
    const { talk, manager, director, employee, outsider, second } = await house(story)
    const below = await story.hire('陈的同事', { manager })
    const { id } = await appeal(story, talk)
    await story.settle()
    assert.deepEqual(await todosOf(story, story.hr), ['name'])
    assert.ok((await newsOf(story, manager)).includes('appealOpened'))
    const hr = story.as(story.hr).conversations.appeals
    const conflicts: [Someone, string][] = [
      [employee, 'isEmployee'],
      [manager, 'inLine'],
      [director, 'inLine'],
      [below, 'belowManager'],
    ]
    for (const [who, key] of conflicts)
      await assert.rejects(
        hr.name({ id, handlerId: who.personId }),
        refused(`conversations.appeals.${key}`),
      )
    const free = (await hr.candidates({ id })).map((person) => person.id)
    assert.ok(free.includes(outsider.personId) && free.includes(second.personId))
    for (const [who] of conflicts) assert.ok(!free.includes(who.personId))
    await assert.rejects(
      story.as(manager).conversations.appeals.name({ id, handlerId: outsider.personId }),
      refused('conversations.appeals.hrOnly'),
    )
    await hr.name({ id, handlerId: outsider.personId })
    await story.settle()
    assert.deepEqual(await todosOf(story, outsider), ['decide'])
    assert.deepEqual(await todosOf(story, story.hr), [])
    assert.ok((await newsOf(story, employee)).includes('appealNamed'))

    const [cycle] = await story.as(story.hr).cycles.list()
    const cases = async () => (await story.as(story.hr).cycles.monitor({ id: cycle!.id })).cases
    assert.deepEqual(await cases(), { opened: 1, decided: 0 })
    await story.as(outsider).conversations.appeals.recuse({ id, reason: '我是他的亲戚' })
    await assert.rejects(
      story.as(outsider).conversations.appeals.decide({ id, outcome: 'upheld', answer }),
      gone,
    )
    await hr.name({ id, handlerId: second.personId })
    const [seen] = (await story.as(employee).conversations.appeals.of({ conversationId: talk.id }))
      .items
    assert.deepEqual(
      seen?.steps.map(({ kind, person, reason: why }) => [kind, person.name, why]),
      [
        ['named', '邻部门主管', null],
        ['recused', '邻部门主管', '我是他的亲戚'],
        ['named', '第二位 HR', null],
      ],
    )
  }))

test('whoever decides reads the record through the case alone, and the employee sees it', () =>
  scenario(async (story) => {
    const { talk, employee, outsider } = await house(story)
    const { id } = await appeal(story, talk)
    const theirs = story.as(outsider).conversations
    await assert.rejects(theirs.appeals.record({ id }), gone)
    await story.as(story.hr).conversations.appeals.name({ id, handlerId: outsider.personId })
    assert.ok(JSON.stringify(await theirs.appeals.record({ id })).includes('回退预案'))
    await theirs.appeals.record({ id })
    await assert.rejects(theirs.sealedRecord({ id: talk.id }), gone)
    await assert.rejects(
      story.as(story.hr).conversations.appeals.record({ id }),
      refused('conversations.appeals.handlerOnly'),
    )
    const { readings } = await story.as(employee).conversations.sealedRecord({ id: talk.id })
    assert.deepEqual(
      readings.map(({ name, relation, reason: why }) => [name, relation, why]),
      [['邻部门主管', 'caseHandler', null]],
      'why is said in the words of whoever reads it',
    )
    await theirs.appeals.decide({ id, outcome: 'upheld', answer: '目标书里写的就是现在的口径' })
    await assert.rejects(theirs.appeals.record({ id }), refused('conversations.appeals.decided'))
  }))

test('a case about the manager stays unknown to the manager; anything else the manager reads', () =>
  scenario(async (story) => {
    const { talk, manager, director, outsider } = await house(story)
    const { id } = await appeal(story, talk, { aboutManager: true })
    await story.settle()
    const seenBy = async (who: Someone) =>
      (await story.as(who).conversations.appeals.of({ conversationId: talk.id })).items.length
    assert.deepEqual(
      [await seenBy(manager), await seenBy(director), await seenBy(story.hr)],
      [0, 0, 1],
    )
    assert.ok(!(await newsOf(story, manager)).includes('appealOpened'))
    await story.as(talk.employee).conversations.appeals.withdraw({ id })
    await appeal(story, talk)
    assert.equal(await seenBy(manager), 1)
    assert.equal(await seenBy(director), 0)
    await assert.rejects(seenBy(outsider), gone)
  }))

test('while a case is open every export says so', () =>
  scenario(async (story) => {
    const { talk, employee } = await house(story)
    const file = () => story.behind(employee, (context) => evidenceFile(context, talk.id))
    assert.ok(!(await file()).name.includes('申诉中'))
    const { id } = await appeal(story, talk)
    const flagged = await file()
    assert.ok(flagged.name.includes('申诉中'))
    const sealed = await story.as(employee).conversations.sealedRecord({ id: talk.id })
    assert.equal(sealed.openCase, 'appeal')
    assert.equal(sealed.verification.verdict, 'intact')
    await story.as(employee).conversations.appeals.withdraw({ id })
    assert.ok(!(await file()).name.includes('申诉中'))
  }))

test('E07: a case that is granted reopens only what was named, and both sign the next version', () =>
  scenario(async (story) => {
    const { talk, employee, manager, outsider, second } = await house(story)
    const { id } = await appeal(story, talk)
    const hr = story.as(story.hr).conversations
    await hr.appeals.name({ id, handlerId: outsider.personId })
    await story
      .as(outsider)
      .conversations.appeals.decide({ id, outcome: 'revised', answer, parts: ['plan'] })
    await story.settle()
    assert.ok((await newsOf(story, employee)).includes('appealDecided'))
    // Nothing is open before a second person has agreed.
    const wasSealed = await story.as(employee).conversations.get({ id: talk.id })
    assert.equal(wasSealed.refusals.writePlan, 'conversations.sealed')
    assert.deepEqual(await todosOf(story, second), ['approve'])
    const [asked] = await story.as(second).conversations.amending.list()
    assert.equal(asked?.fromCase, true)
    await story.as(second).conversations.amending.decide({ id: asked!.id, approve: true })
    await story.settle()

    const open = await story.as(employee).conversations.get({ id: talk.id })
    assert.deepEqual(open.amending, { version: 2, parts: ['plan'], reason: answer })
    assert.equal(open.refusals.writePlan, null)
    assert.equal(open.refusals.writeTalk, 'conversations.amending.notThisPart')
    assert.equal(open.refusals.writeAgreement, 'conversations.amending.notThisPart')
    const before = await story.as(manager).conversations.get({ id: talk.id })
    const [line] = before.plan
    await story.as(manager).conversations.savePlanLine({
      id: talk.id,
      lineId: line!.id,
      line: { measure: '按年初口径 5 次评审' },
      version: line!.version,
      clientId: newId(),
    })
    await presentAndSign(story, talk)
    const sealed = await story.as(employee).conversations.sealedRecord({ id: talk.id })
    assert.deepEqual([sealed.version, sealed.newest, sealed.verification.verdict], [2, 2, 'intact'])
    const { changes } = await story.as(employee).conversations.amending.changes({
      conversationId: talk.id,
    })
    assert.equal(changes.length, 1)
    assert.ok(changes[0]?.after?.includes('按年初口径'))
    const [promise] = await story.as(employee).commitments.of({ conversationId: talk.id })
    assert.equal(promise?.measure, '按年初口径 5 次评审')
  }))

test('R365: a dispute before the signature is a state with an HR task; silence is not sealed over it', () =>
  scenario(async (story) => {
    const { talk, employee, manager, outsider, second } = await house(story, 'managerSigned')
    const dispute = await story.as(employee).conversations.appeals.open({
      conversationId: talk.id,
      kind: 'dispute',
      reason,
      wish,
    })
    await story.settle()
    assert.equal((await story.as(manager).conversations.get({ id: talk.id })).openCase, 'dispute')
    assert.deepEqual(await todosOf(story, story.hr), ['name'])
    const { meetDeadlines } = await import('../reactions.ts')
    await meetDeadlines(story.services.database, new Date(story.clock.now.getTime() + 60 * day))
    assert.equal((await story.as(employee).conversations.get({ id: talk.id })).sealedAt, null)

    const { id } = dispute
    await story.as(story.hr).conversations.appeals.name({ id, handlerId: outsider.personId })
    const page = await story.as(outsider).conversations.appeals.record({ id })
    assert.ok(JSON.stringify(page).includes('回退预案'))
    await story.as(outsider).conversations.appeals.decide({
      id,
      outcome: 'revised',
      answer,
      parts: ['agreement', 'plan'],
    })
    const [asked] = await story.as(second).conversations.amending.list()
    await story.as(second).conversations.amending.decide({ id: asked!.id, approve: true })
    const open = await story.as(manager).conversations.get({ id: talk.id })
    assert.equal(open.signing.presentedAt, null)
    assert.deepEqual(open.signing.signatures, [])
    await presentAndSign(story, talk)
    const sealed = await story.as(employee).conversations.sealedRecord({ id: talk.id })
    assert.deepEqual([sealed.version, sealed.verification.verdict], [2, 'intact'])
  }))

test('an appeal’s evidence stays what it was when the record is amended because of it', () =>
  scenario(async (story) => {
    const { talk, employee, second } = await house(story)
    const first = await story.behind(employee, (context) => evidenceFile(context, talk.id))
    const { amending } = story.as(story.hr).conversations
    const asked = await amending.ask({ conversationId: talk.id, reason: answer, parts: ['plan'] })
    await story.as(second).conversations.amending.decide({ id: asked.id, approve: true })
    const during = await story.behind(employee, (context) => evidenceFile(context, talk.id))
    assert.ok(during.name.includes('更正中'))
    assert.deepEqual(during.bytes, first.bytes)
    const { conversations } = story.as(talk.manager)
    await assert.rejects(
      conversations.present({ id: talk.id }),
      refused('conversations.nothingAmended'),
    )
    const { plan } = await conversations.get({ id: talk.id })
    const { id: lineId, version, ...line } = plan[0]!
    await conversations.savePlanLine({
      id: talk.id,
      lineId,
      version,
      line: { ...line, measure: '一个月 0 次补记，班组长抽查 5 次' },
      clientId: newId(),
    })
    await presentAndSign(story, talk)
    const old = await story.behind(employee, (context) =>
      evidenceFile(context, talk.id, { version: 1 }),
    )
    assert.ok(old.name.includes('旧版'))
    const key = JSON.parse(Buffer.from(old.bytes).toString()).key as string
    assert.equal((await verify(old.bytes, { trustedKeys: [key] })).verdict, 'intact')
  }))
