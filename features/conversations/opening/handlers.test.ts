import assert from 'node:assert/strict'
import { test } from 'node:test'
import { record } from '../../../platform/events.ts'
import { dayIn } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { family, flowWith, opened, withApproval } from '../../../test/support/beside.ts'
import { todayOf } from '../../../test/support/days.ts'
import { moved } from '../../../test/support/moves.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { agree, answersTo, inCycle, talkBetween } from '../../../test/support/talks.ts'
import { openForCycle } from './queries.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

test('a launch opens one conversation each, also when it runs again, and remembers the pair’s last one', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed')
    const other = await story.hire('另一位', { manager: talk.manager })
    const { cycleId, ids } = await inCycle(story, [
      { employee: talk.employee, manager: talk.manager },
      { employee: other, manager: talk.manager },
    ])
    await story.settle()
    const again = await story.services.database.inOrg(story.orgId, (db) =>
      openForCycle(
        db,
        {
          orgId: story.orgId,
          actorId: null,
          now: story.clock.now,
          today: dayIn('Asia/Shanghai', story.clock.now),
        },
        cycleId,
      ),
    )
    assert.equal(again, 0)
    const { items } = await story.as(talk.manager).conversations.list({ cycleId })
    assert.deepEqual(items.map(({ id }) => id).toSorted(), ids.toSorted())
    assert.equal(
      (await story.as(talk.employee).conversations.get({ id: ids[0]! })).previousId,
      talk.id,
    )
    assert.equal((await story.as(other).conversations.get({ id: ids[1]! })).previousId, null)
    const mine = await story
      .as(talk.employee)
      .conversations.list({ view: 'employee', yourTurn: true })
    assert.deepEqual(
      mine.items.map(({ id }) => id),
      [ids[0]],
    )
  }))

test('E01: the line changes after a draft; the draft stays, the old one reads it, the new one sees that it is there', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn')
    const old = story.as(talk.manager).conversations
    await old.saveAnswer({
      id: talk.id,
      part: 'manager',
      fieldKey: 'summary',
      value: '写到一半的评价',
      version: 0,
      clientId: newId(),
    })
    const next = await story.hire('新主管')
    await moved(story, talk.employee, next)

    assert.ok(JSON.stringify((await old.get({ id: talk.id })).parts).includes('写到一半的评价'))
    await assert.rejects(
      old.saveAnswer({
        id: talk.id,
        part: 'manager',
        fieldKey: 'summary',
        value: '还想写',
        version: 1,
        clientId: newId(),
      }),
      refused('conversations.managerChanged'),
    )
    assert.deepEqual(
      (await old.undelivered({ id: talk.id })).map(({ value }) => value),
      ['还想写'],
    )
    const seen = await story.as(next).conversations.get({ id: talk.id })
    assert.equal(seen.managerChange?.managerDraftExists, true)
    assert.ok(!JSON.stringify(seen.parts).includes('写到一半'))

    const hr = story.as(story.hr).conversations
    await assert.rejects(
      story.as(next).conversations.changeManager({
        id: talk.id,
        managerId: next.personId,
        choice: 'newRestarts',
        reason: '我来',
      }),
      refused('conversations.hrOnly'),
    )
    await hr.changeManager({
      id: talk.id,
      managerId: next.personId,
      choice: 'newRestarts',
      reason: '十一月起由新主管带',
    })
    const fresh = await story.as(next).conversations.get({ id: talk.id })
    assert.equal(fresh.relation, 'manager')
    assert.equal(fresh.managerChange, null)
    await story.as(next).conversations.saveAnswers({
      id: talk.id,
      part: 'manager',
      submit: true,
      clientId: newId(),
      answers: answersTo(talk.template, 'manager', '新主管的评价').map(
        ({ fieldKey, value, version }) => ({ fieldKey, value, version }),
      ),
    })
    const before = await old.get({ id: talk.id })
    assert.ok(JSON.stringify(before.parts).includes('写到一半的评价'))
    assert.ok(!JSON.stringify(before.parts).includes('新主管的评价'))
    assert.ok(
      !JSON.stringify(
        (await story.as(talk.employee).conversations.get({ id: talk.id })).parts,
      ).includes('写到一半'),
    )
  }))

test('E01: or the old one finishes', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn')
    await moved(story, talk.employee, await story.hire('新主管'))
    await story.as(story.hr).conversations.changeManager({
      id: talk.id,
      managerId: talk.manager.personId,
      choice: 'oldFinishes',
      reason: '只差评价',
    })
    assert.equal(
      (await story.as(talk.manager).conversations.get({ id: talk.id })).refusals.submitManager,
      null,
    )
  }))

test('E01: what the old one had handed in and nobody has opened yet is not the new one’s: that stage is open again', () =>
  scenario(async (story) => {
    const people = await family(story)
    const { id, handIn } = await opened(story, people, await flowWith(story, withApproval))
    await handIn(people.mia, 'self')
    await handIn(people.theo, 'manager', 2)
    const next = await story.hire('新主管', { manager: people.anna })
    await moved(story, people.mia, next)
    await story.as(story.hr).conversations.changeManager({
      id,
      managerId: next.personId,
      choice: 'newRestarts',
      reason: '由新主管带',
    })
    await handIn(next, 'manager', 4)
    const { ratings } = await story
      .as(people.anna)
      .conversations.steps.one({ id, stageKey: 'approval' })
    assert.ok(ratings?.every(({ rating }) => rating !== null))
    await story.as(people.anna).conversations.steps.settle({ id, stageKey: 'approval' })
    const { parts } = await story.as(people.mia).conversations.get({ id })
    assert.deepEqual(
      parts.filter(({ kind }) => kind === 'manager').map(({ authorId }) => authorId),
      [next.personId],
    )
  }))

test('E02: the line changes after the manager has signed; the signer of record stays, the new one reads from that day on and signs nothing', () =>
  scenario(async (story) => {
    const unsigned = await talkBetween(story, 'presented', { text: '还没有人签的话' })
    const { employee: person } = unsigned
    const talk = await talkBetween(story, 'managerSigned', { text: '有一个人签过的话' })
    const next = await story.hire('新主管')
    for (const { id } of [talk, unsigned])
      await assert.rejects(story.as(next).conversations.get({ id }), { code: 'NOT_FOUND' })
    for (const each of [talk.employee, person]) await moved(story, each, next)
    const { id, shownHash } = talk
    const old = story.as(talk.manager, { steppedUp: true }).conversations
    const coming = story.as(next, { steppedUp: true }).conversations
    // Both read the page he signed; of one that nobody has signed she knows that it is there.
    for (const reader of [old, coming]) {
      const { page } = await reader.readPage({ id })
      assert.ok(JSON.stringify(page).includes('有一个人签过的话'))
    }
    assert.ok((await coming.get({ id })).signing.page)
    const other = await coming.get({ id: unsigned.id })
    assert.ok(!JSON.stringify({ ...other, template: null }).includes('还没有人签的话'))
    await assert.rejects(coming.readPage({ id: unsigned.id }), refused('conversations.statusOnly'))
    // What each wrote beforehand stays between the two; the page holds what both agreed to seal.
    assert.ok((await coming.get({ id })).parts.every(({ kind }) => kind !== 'manager'))
    await assert.rejects(coming.sign({ id, shownHash, outcome: 'agreed' }))
    const employee = story.as(talk.employee, { steppedUp: true }).conversations
    const { sealedAt } = await employee.sign({ id, shownHash, outcome: 'agreed' })
    assert.notEqual(sealedAt, null)
    const { signatures } = (await employee.get({ id })).signing
    assert.deepEqual(
      signatures.map(({ name, role }) => [name, role]),
      [
        [talk.manager.name, 'manager'],
        [talk.employee.name, 'employee'],
      ],
    )
    for (const reader of [old, coming])
      assert.equal((await reader.sealedRecord({ id })).verification.verdict, 'intact')
  }))

test('E09: who leaves keeps every word; what is unsigned is closed as 已离职关闭, and opens again on return', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const today = todayOf(story)
    const tell = (kind: string, leftOn: string | null) =>
      story.services.database.inOrg(story.orgId, async (db) => {
        await db
          .updateTable('person')
          .set({ leftOn })
          .where('orgId', '=', story.orgId)
          .where('id', '=', talk.employee.personId)
          .execute()
        await record(
          db,
          { orgId: story.orgId, actorId: story.hr.personId, now: story.clock.now },
          kind,
          { subjectId: talk.employee.personId, personId: talk.employee.personId },
        )
      })
    await tell('person.left', today)
    await story.settle()
    const closed = await story.as(talk.manager).conversations.get({ id: talk.id })
    assert.deepEqual([closed.phase, closed.closedReason], ['closed', 'left'])
    assert.ok(
      closed.parts.some(({ kind, answers }) => kind === 'self' && Object.keys(answers).length > 0),
    )
    assert.equal(closed.refusals.writeTalk, 'conversations.closed')
    await tell('person.returned', null)
    await story.settle()
    assert.equal((await story.as(talk.manager).conversations.get({ id: talk.id })).phase, 'talk')
  }))

test('E17: nobody above: the manager’s stages are passed over, and the employee signs alone', () =>
  scenario(async (story) => {
    const boss = await story.hire('总经理')
    const { ids, template } = await inCycle(story, [{ employee: boss, manager: null }], {
      flow: 'management',
    })
    await story.settle()
    const id = ids[0]!
    const { conversations } = story.as(boss, { steppedUp: true })
    const first = await conversations.get({ id })
    assert.equal(first.manager, null)
    await conversations.saveAnswer({
      id,
      part: 'talk',
      fieldKey: 'goalAlignment',
      value: '目标接住了交付与质量两条，先保交期，再谈扩产。',
      version: 0,
      clientId: newId(),
    })
    await conversations.completeStage({ id, stageKey: 'goalAlignment' })
    await conversations.saveAnswers({
      id,
      part: 'self',
      submit: true,
      clientId: newId(),
      answers: answersTo(template, 'self', '自己的话').map(({ fieldKey, value, version }) => ({
        fieldKey,
        value,
        version,
      })),
    })
    await assert.rejects(conversations.present({ id }), refused('conversations.unready'))
    for (const { field, fieldKey, value } of answersTo(
      template,
      'agreement',
      '先保交期，再谈扩产。',
    ))
      if (field.writer !== 'manager')
        await conversations.saveAnswer({
          id,
          part: 'agreement',
          fieldKey,
          value,
          version: 0,
          clientId: newId(),
        })
    const { shownHash } = await conversations.present({ id })
    assert.notEqual((await conversations.sign({ id, shownHash, outcome: 'agreed' })).sealedAt, null)
    const sealed = await conversations.sealedRecord({ id })
    assert.equal(sealed.verification.verdict, 'intact')
  }))

test('E24: held on paper, the scan is attached and the words are marked 补录', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const manager = story.as(talk.manager, { steppedUp: true }).conversations
    const heldOn = todayOf(story)
    await assert.rejects(
      manager.recordPaper({ id: talk.id, heldOn, minutes: '', scanId: newId() }),
      refused('conversations.noScan'),
    )
    const scanId = await story.services.database.inOrg(story.orgId, async (db) => {
      const fileId = newId()
      const id = newId()
      const now = story.clock.now
      await db
        .insertInto('file')
        .values({
          orgId: story.orgId,
          id: fileId,
          name: '面谈表.pdf',
          mediaType: 'application/pdf',
          size: 9,
          sha256: 'ab'.repeat(32),
          createdBy: talk.manager.personId,
          createdAt: now,
        })
        .execute()
      await db
        .insertInto('attachment')
        .values({
          orgId: story.orgId,
          id,
          conversationId: talk.id,
          partId: null,
          fieldKey: null,
          fileId,
          link: null,
          label: '面谈表.pdf',
          purpose: 'evidence',
          addedBy: talk.manager.personId,
          addedAt: now,
          removedAt: null,
        })
        .execute()
      return id
    })
    await manager.recordPaper({ id: talk.id, heldOn, minutes: '车间里谈的，手写两页。', scanId })
    await agree(story, talk)
    await manager.present({ id: talk.id })
    const { page } = await story.as(talk.employee).conversations.readPage({ id: talk.id })
    assert.match(page.marks.join(), /补录：面谈以纸面进行，由 周晓岚 于/)
    assert.ok(JSON.stringify(page).includes('手写两页'))
  }))

test('a manager opens a monthly talk with a report, once; nobody else’s, and none with a rating', () =>
  scenario(async (story) => {
    const manager = await story.hire('班组长')
    const employee = await story.hire('组员', { manager })
    const { conversations } = story.as(manager)
    const { people, templates } = await conversations.openable()
    assert.deepEqual(
      people.map(({ name }) => name),
      ['组员'],
    )
    const monthly = templates.find(({ key }) => key === 'monthly')!
    const clientId = newId()
    const { id } = await conversations.open({
      employeeId: employee.personId,
      templateId: monthly.id,
      clientId,
    })
    assert.equal(
      (
        await conversations.open({
          employeeId: employee.personId,
          templateId: monthly.id,
          clientId,
        })
      ).id,
      id,
    )
    assert.equal((await story.as(employee).conversations.get({ id })).kind, 'checkIn')
    await assert.rejects(
      conversations.open({
        employeeId: story.hr.personId,
        templateId: monthly.id,
        clientId: newId(),
      }),
      refused('conversations.notYourReport'),
    )
    const rated = (await story.as(manager).templates.list()).find(({ hasRating }) => hasRating)!
    await assert.rejects(
      conversations.open({
        employeeId: employee.personId,
        templateId: rated.id,
        clientId: newId(),
      }),
      refused('conversations.needsCycle'),
    )
  }))
