import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { grant } from '../../../test/support/grants.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../test/support/talks.ts'
import { meetDeadlines } from '../reactions.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const day = 86_400_000

const signing = (
  story: Story,
  who: 'employee' | 'manager',
  talk: Talk,
  outcome: 'agreed' | 'readWithReservation' | 'refused' = 'agreed',
  statement?: string,
) =>
  story.as(talk[who], { steppedUp: true, ip: '10.0.3.18' }).conversations.sign({
    id: talk.id,
    shownHash: talk.shownHash,
    outcome,
    ...(statement && { statement }),
  })

test('an employee cannot sign before the manager', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    await assert.rejects(
      signing(story, 'employee', talk),
      refused('conversations.managerSignsFirst'),
    )
    assert.equal((await story.as(talk.manager).conversations.get({ id: talk.id })).yourTurn, true)
    assert.equal((await story.as(talk.employee).conversations.get({ id: talk.id })).yourTurn, false)
  }))

test('nobody signs without entering the password again, or another page than the one shown', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const { conversations } = story.as(talk.manager)
    await assert.rejects(
      conversations.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' }),
      refused('conversations.stepUpFirst'),
    )
    await assert.rejects(
      story
        .as(talk.manager, { steppedUp: true })
        .conversations.sign({ id: talk.id, shownHash: 'ab'.repeat(32), outcome: 'agreed' }),
      refused('conversations.pageChanged'),
    )
  }))

test('once both read the page nothing can be written, until the manager takes it back with a reason', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const late = () =>
      story.as(talk.employee).conversations.saveAnswer({
        id: talk.id,
        part: 'agreement',
        fieldKey: 'employeeRemark',
        value: '补一句',
        version: 0,
        clientId: newId(),
      })
    await assert.rejects(late(), refused('conversations.presented'))
    assert.deepEqual(
      (await story.as(talk.employee).conversations.undelivered({ id: talk.id })).map(
        ({ value }) => value,
      ),
      ['补一句'],
    )
    await story.as(talk.manager).conversations.takeBack({ id: talk.id, reason: '漏了一条' })
    await late()
    const { shownHash } = await story.as(talk.manager).conversations.present({ id: talk.id })
    assert.notEqual(shownHash, talk.shownHash)
    await assert.rejects(signing(story, 'manager', talk), refused('conversations.pageChanged'))
  }))

test('the reason a page was taken back stands before the two until it is shown anew, and before nobody else', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const seen = async (who: Someone) =>
      (await story.as(who).conversations.get({ id: talk.id })).signing.takenBack
    assert.equal(await seen(talk.employee), null)
    await story.as(talk.manager).conversations.takeBack({ id: talk.id, reason: '漏了一条' })
    for (const one of [talk.employee, talk.manager]) {
      const back = await seen(one)
      assert.deepEqual([back?.by.name, back?.reason], [talk.manager.name, '漏了一条'])
    }
    assert.equal(await seen(story.hr), null)
    await story.as(talk.manager).conversations.present({ id: talk.id })
    assert.equal(await seen(talk.employee), null)
  }))

test('a signature that has been given is not taken back', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    await assert.rejects(
      story.as(talk.manager).conversations.takeBack({ id: talk.id, reason: '反悔' }),
      refused('conversations.alreadySignedByOne'),
    )
  }))

test('a reservation needs its words, and they are sealed', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    await assert.rejects(
      signing(story, 'employee', talk, 'readWithReservation'),
      refused('conversations.statementMissing'),
    )
    await signing(story, 'employee', talk, 'readWithReservation', '客户响应一项我保留意见')
    const sealed = await story.as(talk.employee).conversations.sealedRecord({ id: talk.id })
    assert.equal(sealed.outcome, 'readWithReservation')
    assert.equal(
      sealed.signatures.find(({ role }) => role === 'employee')?.statement,
      '客户响应一项我保留意见',
    )
    assert.equal(sealed.signatures.find(({ role }) => role === 'employee')?.ip, '10.0.3.18')
  }))

test('E05: a refusal is noted by the manager, countersigned by a second person, and sealed as 拒签', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const witness = await story.hire('许宁二')
    const other = await story.hire('路人')
    await story.as(talk.employee).conversations.readPage({ id: talk.id })
    const manager = story.as(talk.manager, { steppedUp: true }).conversations
    await assert.rejects(
      manager.noteRefusal({ id: talk.id, reason: '他说不签', witnessId: talk.employee.personId }),
      refused('conversations.witnessTakesPart'),
    )
    await manager.noteRefusal({
      id: talk.id,
      reason: '他说\u202e等工会的意见',
      witnessId: witness.personId,
    })
    await story
      .as(talk.employee)
      .conversations.attachStatement({ id: talk.id, statement: '我不同意第三条' })

    const [waiting] = await story.as(witness).conversations.toCountersign()
    assert.equal(
      waiting?.reason,
      '他说等工会的意见',
      'read as it will be sealed, nothing turned around',
    )
    assert.notEqual(waiting?.employeeOpenedAt, null)
    await assert.rejects(story.as(witness).conversations.get({ id: talk.id }), {
      code: 'NOT_FOUND',
    })
    await assert.rejects(
      story
        .as(other, { steppedUp: true })
        .conversations.countersign({ id: talk.id, shownHash: talk.shownHash }),
      { code: 'NOT_FOUND' },
    )
    await story
      .as(witness, { steppedUp: true })
      .conversations.countersign({ id: talk.id, shownHash: talk.shownHash })

    const sealed = await story.as(talk.employee).conversations.sealedRecord({ id: talk.id })
    assert.equal(sealed.outcome, 'refused')
    assert.equal(sealed.verification.verdict, 'intact')
    assert.deepEqual(
      sealed.signatures
        .map(({ role, outcome, statement }) => [role, outcome, statement])
        .toSorted(),
      [
        ['employee', 'refused', '我不同意第三条'],
        ['manager', 'agreed', null],
        ['witness', 'agreed', '他说等工会的意见'],
      ],
    )
  }))

test('E06: silence is sealed after its day as 已送达未答 with the times of reading, never as agreed', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    await story.as(talk.employee).conversations.readPage({ id: talk.id })
    const { database } = story.services
    await meetDeadlines(database, new Date(story.clock.now.getTime() + 40 * day))
    assert.equal((await story.as(talk.employee).conversations.get({ id: talk.id })).sealedAt, null)
    const after = new Date(story.clock.now.getTime() + 46 * day)
    await meetDeadlines(database, after)
    await meetDeadlines(database, after)
    const sealed = await story.as(talk.employee).conversations.sealedRecord({ id: talk.id })
    const silence = sealed.signatures.find(({ role }) => role === 'employee')
    assert.equal(sealed.outcome, 'notAnswered')
    assert.equal(silence?.outcome, 'notAnswered')
    assert.match(silence?.statement ?? '', /本人打开时间：\d{4}-\d{2}-\d{2}/)
    const { run } = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.equal(run.stages.find(({ kind }) => kind === 'signature')?.skipReason, 'notAnswered')
  }))

test('E05: nobody who depends on one of the two confirms a refusal, and the list names nobody who could not', () =>
  scenario(async (story) => {
    const { hire, departmentId } = story
    const head = await hire('总经理')
    const boss = await hire('周晓岚', { manager: head })
    const mia = await hire('陈一鸣', { manager: boss })
    const [colleague, apprentice] = [
      await hire('同组', { manager: boss }),
      await hire('徒弟', { manager: mia }),
    ]
    const ownHr = await hire('主管的 HR', { manager: boss })
    const farHr = await hire('下级的 HR', { manager: colleague })
    for (const one of [ownHr, farHr]) await grant(story, one, 'hrbp', departmentId)
    const keeper = await hire('网管', { roles: ['itAdmin'] })
    const outside = await hire('别处的人')
    const talk = await talkBetween(story, 'managerSigned', { employee: mia, manager: boss })
    const { id } = talk
    const manager = story.as(boss, { steppedUp: true }).conversations
    const listed = (await manager.witnesses({ id })).map((one) => one.id)
    assert.deepEqual(
      new Set(listed),
      new Set([head, farHr, outside, story.hr].map(({ personId }) => personId)),
    )
    const note = (one: Someone) =>
      manager.noteRefusal({ id, reason: '他说不签', witnessId: one.personId })
    for (const one of [colleague, apprentice, ownHr])
      await assert.rejects(note(one), refused('conversations.witnessBelow'), one.name)
    await assert.rejects(note(keeper), refused('conversations.witnessTechnical'))
    await note(outside)

    // Asked as a stranger, and by the day of signing one of the manager's own.
    const today = dayIn('Asia/Shanghai', story.clock.now)
    await story.as(story.hr).org.reassign({
      id: outside.personId,
      departmentId,
      position: '组员',
      jobFamily: null,
      level: null,
      managerId: boss.personId,
      fromOn: today,
    })
    const witness = story.as(outside, { steppedUp: true }).conversations
    const [waiting] = await witness.toCountersign()
    assert.equal(waiting?.refusals.countersign, 'conversations.witnessBelow')
    await assert.rejects(
      witness.countersign({ id, shownHash: talk.shownHash }),
      refused('conversations.witnessBelow'),
    )
    await manager.nameWitness({ id, witnessId: head.personId })
    const above = story.as(head, { steppedUp: true }).conversations
    const { sealedAt } = await above.countersign({ id, shownHash: talk.shownHash })
    assert.ok(sealedAt)
  }))

test('E05: a second person who says no or never comes to it is replaced, both stay in the trail, and the newest seals', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const first = await story.hire('许宁二')
    const second = await story.hire('钱三')
    const third = await story.hire('孙四')
    const manager = story.as(talk.manager, { steppedUp: true }).conversations
    const { id } = talk
    await manager.noteRefusal({ id, reason: '他说等工会的意见', witnessId: first.personId })
    const waits = async (who: Someone) => (await story.as(who).conversations.toCountersign()).length

    await manager.nameWitness({ id, witnessId: second.personId })
    await manager.nameWitness({ id, witnessId: second.personId })
    await story.settle()
    assert.deepEqual([await waits(first), await waits(second)], [0, 1])
    assert.deepEqual(
      (await story.as(first).notifications.notices({})).items.map(({ kind }) => kind),
      ['witnessReleased', 'witnessAsked'],
    )
    assert.deepEqual(
      (await story.as(second).notifications.today()).todos.map(({ kind }) => kind),
      ['witness'],
    )

    await story.as(second).conversations.declineWitness({ id, reason: '那天我不在' })
    await story.settle()
    assert.equal(await waits(second), 0)
    await assert.rejects(
      story
        .as(second, { steppedUp: true })
        .conversations.countersign({ id, shownHash: talk.shownHash }),
      refused('conversations.youDeclined'),
    )
    await assert.rejects(
      manager.nameWitness({ id, witnessId: second.personId }),
      refused('conversations.witnessDeclined'),
    )
    assert.equal((await manager.get({ id })).signing.refusalNote?.declined?.reason, '那天我不在')
    const left = (await manager.witnesses({ id })).map((one) => one.id)
    assert.ok(left.includes(third.personId) && !left.includes(second.personId))
    assert.ok(
      (await story.as(talk.manager).notifications.notices({})).items.some(
        ({ kind }) => kind === 'witnessDeclined',
      ),
    )

    // HR names the next one, and still reads none of it.
    const hr = story.as(story.hr).conversations
    await assert.rejects(
      hr.nameWitness({ id, witnessId: story.hr.personId }),
      refused('conversations.witnessTakesPart'),
    )
    await hr.nameWitness({ id, witnessId: third.personId })
    const seen = (await hr.get({ id })).signing.refusalNote
    assert.deepEqual([seen?.witness.name, seen?.reason], ['孙四', null])
    assert.deepEqual(
      seen?.earlier.map(({ witness, declinedAt, withdrawnAt }) => [
        witness.name,
        declinedAt !== null,
        withdrawnAt !== null,
      ]),
      [
        ['许宁二', false, true],
        ['钱三', true, false],
      ],
    )
    await assert.rejects(
      story.as(talk.employee).conversations.nameWitness({ id, witnessId: first.personId }),
      refused('conversations.managerOnly'),
    )
    const read = (await manager.get({ id })).signing.refusalNote
    assert.deepEqual(
      read?.earlier.map(({ reason }) => reason),
      [null, '那天我不在'],
    )
    const [asked] = await story.as(third).conversations.toCountersign()
    assert.match(asked!.reason, /^他说等工会的意见\n\n此前请过 钱三 见证.*那天我不在$/)
    await story
      .as(third, { steppedUp: true })
      .conversations.countersign({ id, shownHash: talk.shownHash })
    const sealed = await story.as(talk.employee).conversations.sealedRecord({ id })
    assert.equal(sealed.outcome, 'refused')
    const witnessed = sealed.signatures.find(({ role }) => role === 'witness')
    assert.equal(witnessed?.name, '孙四')
    assert.match(witnessed?.statement ?? '', /钱三.*那天我不在/, 'their words are sealed with it')
  }))

test('E06: a refusal nobody else saw is sealed as 已送达未答 a week after its day, with the employee’s own words', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const { id } = talk
    const witness = await story.hire('许宁二')
    const manager = story.as(talk.manager, { steppedUp: true }).conversations
    await manager.noteRefusal({ id, reason: '他说不签', witnessId: witness.personId })
    await story
      .as(talk.employee)
      .conversations.attachStatement({ id, statement: '我只是想先问工会' })
    const { signing: state } = await manager.get({ id })
    const dueAt = Date.parse(`${state.dueOn}T12:00:00+08:00`)
    assert.equal(
      state.refusalNote?.sealsAfter,
      new Date(dueAt + 7 * day).toISOString().slice(0, 10),
    )
    const { database } = story.services
    await meetDeadlines(database, new Date(dueAt + 7 * day))
    assert.equal((await manager.get({ id })).sealedAt, null)
    await meetDeadlines(database, new Date(dueAt + 8 * day))
    const sealed = await story.as(talk.employee).conversations.sealedRecord({ id })
    assert.equal(sealed.outcome, 'notAnswered')
    assert.match(
      sealed.signatures.find(({ role }) => role === 'employee')?.statement ?? '',
      /我只是想先问工会/,
    )
    assert.deepEqual(await story.as(witness).conversations.toCountersign(), [])
  }))

test('E05: a refusal given in person is never sealed without a second person, however long it takes', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const { id } = talk
    const witness = await story.hire('许宁二')
    await signing(story, 'employee', talk, 'refused', '我不同意')
    const manager = story.as(talk.manager, { steppedUp: true }).conversations
    await manager.noteRefusal({ id, reason: '他说不签', witnessId: witness.personId })
    await assert.rejects(
      story.as(talk.employee).conversations.attachStatement({ id, statement: '还有一句' }),
      refused('conversations.statementSigned'),
      'it would be sealed nowhere',
    )
    assert.equal((await manager.get({ id })).signing.refusalNote?.sealsAfter, null)
    await meetDeadlines(story.services.database, new Date(story.clock.now.getTime() + 300 * day))
    assert.equal((await manager.get({ id })).sealedAt, null)
    await story
      .as(witness, { steppedUp: true })
      .conversations.countersign({ id, shownHash: talk.shownHash })
    assert.equal(
      (await story.as(talk.employee).conversations.sealedRecord({ id })).outcome,
      'refused',
    )
  }))

test('silence is not sealed while the manager has not signed', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    await meetDeadlines(story.services.database, new Date(story.clock.now.getTime() + 60 * day))
    assert.equal((await story.as(talk.manager).conversations.get({ id: talk.id })).sealedAt, null)
  }))

test('a signature sent again with its key is answered as the first time, also after more has happened', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const clientId = newId()
    const asManager = () =>
      story
        .as(talk.manager, { steppedUp: true })
        .conversations.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed', clientId })
    const first = await asManager()
    await signing(story, 'employee', talk)
    assert.deepEqual(await asManager(), first)
    assert.equal(first.sealedAt, null)
  }))

test('E25: 100 identical and 100 different requests to sign make one signature and one leaf', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const same = Array.from({ length: 100 }, () => signing(story, 'employee', talk))
    const different = Array.from({ length: 100 }, (_, n) =>
      signing(story, 'employee', talk, 'readWithReservation', `第 ${n} 种说法`),
    )
    const answers = await Promise.allSettled([...same, ...different])
    const given = answers.filter(({ status }) => status === 'fulfilled')
    assert.ok(given.length >= 1)
    const { signatures, leaves } = await story.services.database.inOrg(story.orgId, async (db) => ({
      signatures: await db
        .selectFrom('signature')
        .select('role')
        .where('recordId', '=', talk.id)
        .execute(),
      leaves: await db.selectFrom('logLeaf').select('leafIndex').execute(),
    }))
    assert.deepEqual(signatures.map(({ role }) => role).toSorted(), ['employee', 'manager'])
    assert.equal(leaves.length, 1)
    assert.equal(
      new Set(
        given.map((answer) =>
          answer.status === 'fulfilled' ? answer.value.signedAt.getTime() : 0,
        ),
      ).size,
      1,
    )
    const verdict = (await story.as(talk.employee).conversations.sealedRecord({ id: talk.id }))
      .verification.verdict
    assert.equal(verdict, 'intact')
  }))

test('a page taken back and changed while the employee signs is never mixed with the one he read', () =>
  scenario(async (story) => {
    for (let round = 0; round < 5; round++) {
      const talk = await talkBetween(story, 'presented')
      const manager = story.as(talk.manager, { steppedUp: true }).conversations
      const [signed, changed] = await Promise.allSettled([
        manager.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' }),
        manager.takeBack({ id: talk.id, reason: '再改' }).then(() =>
          manager.saveAnswer({
            id: talk.id,
            part: 'agreement',
            fieldKey: 'managerRemark',
            value: '临时加的',
            version: 0,
            clientId: newId(),
          }),
        ),
      ])
      assert.notEqual(signed.status, changed.status)
      const { signing: state } = await manager.get({ id: talk.id })
      if (signed.status === 'fulfilled') assert.equal(state.shownHash, talk.shownHash)
      else assert.equal(state.signatures.length, 0)
    }
  }))
