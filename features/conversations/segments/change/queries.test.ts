import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { events } from '../../../../test/support/cycles.ts'
import { itIs, todayOf } from '../../../../test/support/days.ts'
import { moved } from '../../../../test/support/moves.ts'
import { scenario, type Someone, type Story } from '../../../../test/support/scenario.ts'
import { agree, answersTo, handIn, talkBetween, type Talk } from '../../../../test/support/talks.ts'
import { newId } from '../../../../platform/ids.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const stageKey = 'segment.1'

/** 陈一鸣 is led by 周晓岚 until 李想 takes over on 8 August; the talk about the year is under way. */
async function changed(story: Story, stop: 'selfIn' | 'open' = 'selfIn') {
  await itIs(story, new Date('2026-07-20T02:00:00Z'))
  const talk = await talkBetween(story, stop)
  if (stop === 'selfIn')
    await story.as(talk.manager).conversations.saveAnswer({
      id: talk.id,
      part: 'manager',
      fieldKey: 'summary',
      value: '上半年他把返修率降下来了',
      version: 0,
      clientId: newId(),
    })
  const next = await story.hire('李想')
  story.clock.now = new Date('2026-08-10T02:00:00Z')
  await moved(story, talk.employee, next, { on: '2026-08-08', position: '测试工程师' })
  return { talk, next }
}

const decide = (
  story: Story,
  { id }: Pick<Talk, 'id'>,
  manager: Someone,
  choice: 'oldFinishes' | 'newRestarts' | 'both' = 'both',
) =>
  story.as(story.hr).conversations.changeManager({
    id,
    managerId: manager.personId,
    choice,
    reason: '八月起换了主管，前七个月也要算',
  })

/** What HR is shown before it decides. */
const offered = async (story: Story, id: string) =>
  (await story.as(story.hr).conversations.get({ id })).managerChange?.both

test('E01: both, with months as weights: the old one sums up his months, the new one leads; the employee sees the split, the record holds both', () =>
  scenario(async (story) => {
    const { talk, next } = await changed(story)
    const { id, employee, manager: old } = talk
    const both = await offered(story, id)
    assert.equal(both?.refusal, null)
    assert.deepEqual(
      both?.stretches.map(({ manager, months, share }) => [manager, months, share]),
      [
        [old.name, 7.2, 60],
        ['李想', 4.8, 40],
      ],
    )
    for (const reader of [employee, old, next]) {
      const { managerChange } = await story.as(reader).conversations.get({ id })
      assert.deepEqual([managerChange?.both, managerChange?.currentManager.name], [null, '李想'])
    }
    await assert.rejects(decide(story, talk, old), refused('conversations.sameManager'))
    const other = await story.hire('旁人')
    await assert.rejects(decide(story, talk, other), refused('conversations.notTheLine'))
    await decide(story, talk, next)

    // His months are among his to-dos, and what he had written is where he goes on; it is still only his.
    const theirs = story.as(old)
    const { todos } = await theirs.notifications.today()
    assert.ok(todos.some((todo) => todo.kind === 'stage' && todo.stage.key === stageKey))
    const step = await theirs.conversations.steps.one({ id, stageKey })
    assert.deepEqual([step.segment?.fromOn, step.segment?.untilOn], ['2026-01-01', '2026-08-07'])
    assert.equal(step.answers.summary?.value, '上半年他把返修率降下来了')
    assert.ok((step.dueOn ?? '') >= '2026-08-13')
    assert.ok(JSON.stringify(await theirs.conversations.get({ id })).includes('返修率'))
    for (const reader of [employee, next, story.hr]) {
      const { conversations } = story.as(reader)
      const seen = [await conversations.get({ id }), await conversations.steps.written({ id })].map(
        (each) => JSON.stringify(each),
      )
      assert.ok(seen.every((text) => !text.includes('返修率')))
      await assert.rejects(conversations.steps.one({ id, stageKey }), { code: 'NOT_FOUND' })
    }
    const { segments } = await story.as(employee).conversations.get({ id })
    assert.deepEqual(
      segments.map(({ manager, months, share, position, isAsked }) => [
        manager,
        months,
        share,
        position,
        isAsked,
      ]),
      [
        [old.name, 7.2, 60, '', true],
        ['李想', 4.8, 40, '测试工程师', false],
      ],
    )

    // Who may see the talk names him with what he reaches: that it is there.
    const { readers } = await story.as(employee).admin.access.of({ conversationId: id })
    const listed = readers.find(({ person }) => person.id === old.personId)
    assert.deepEqual(
      [listed?.relation, listed?.now, listed?.sealed],
      ['handedOver', 'status', 'status'],
    )
    const [told] = await events(story, 'conversation.managerChanged')
    assert.deepEqual(told?.data, { from: old.personId, to: next.personId, choice: 'both' })

    for (const { fieldKey, value } of answersTo(step.template, 'manager', '前七个月扎实', 2))
      await theirs.conversations.steps.save({
        id,
        stageKey,
        fieldKey,
        value,
        version: step.answers[fieldKey]?.version ?? 0,
        clientId: newId(),
      })
    await theirs.conversations.steps.settle({ id, stageKey })
    await handIn(story, talk, 'manager', next, '后五个月顶得住', 4)
    await story.settle()
    // What they think stands side by side: neither has moved the other's rating.
    const ratings = (answers: Record<string, unknown>) =>
      Object.values(answers).flatMap((value) =>
        value && typeof value === 'object' && 'notRated' in value
          ? [(value as unknown as { value: number }).value]
          : [],
      )
    const [summary] = (await story.as(employee).conversations.steps.written({ id })).contributions
    assert.equal(summary?.author.name, old.name)
    assert.deepEqual([...new Set(ratings(summary!.answers))], [2])
    const { parts } = await story.as(employee).conversations.get({ id })
    const led = parts.find(({ kind }) => kind === 'manager')!
    assert.equal(led.authorId, next.personId)
    const given = Object.entries(led.answers).map(([key, { value }]) => [key, value])
    assert.deepEqual([...new Set(ratings(Object.fromEntries(given)))], [4])

    const leads = story.as(next, { steppedUp: true }).conversations
    await leads.startTalk({ id, channel: 'inPerson' })
    await leads.endTalk({ id })
    await agree(story, { ...talk, manager: next })
    const { shownHash } = await leads.present({ id })
    await leads.sign({ id, shownHash, outcome: 'agreed' })
    const own = story.as(employee, { steppedUp: true }).conversations
    await own.sign({ id, shownHash, outcome: 'agreed' })
    const { page, verification } = await own.sealedRecord({ id })
    const words = JSON.stringify(page)
    assert.match(words, /2026-01-01 – 2026-08-07（60%）[^"]*主管 周晓岚/)
    assert.match(words, /2026-08-08 – 2026-12-31（40%）[^"]*主管 李想/)
    assert.ok(words.includes('前七个月扎实') && words.includes('后五个月顶得住'))
    assert.equal(verification.verdict, 'intact')
  }))

test('E01: a period in segments is shared in its last one; who joined in it begins with the first day', () =>
  scenario(async (story) => {
    const { talk, next } = await changed(story)
    await decide(story, talk, next)
    const third = await story.hire('第三位')
    story.clock.now = new Date('2026-10-12T02:00:00Z')
    await moved(story, talk.employee, third, { on: '2026-10-01' })
    await decide(story, talk, third)
    const { segments } = await story.as(third).conversations.get({ id: talk.id })
    assert.deepEqual(
      segments.map(({ fromOn, untilOn, manager, isAsked }) => [fromOn, untilOn, manager, isAsked]),
      [
        ['2026-01-01', '2026-08-07', '周晓岚', true],
        ['2026-08-08', '2026-09-30', '李想', true],
        ['2026-10-01', '2026-12-31', '第三位', false],
      ],
    )
    for (const [who, key] of [
      [talk.manager, stageKey],
      [next, 'segment.2'],
    ] as const)
      assert.equal(
        (await story.as(who).conversations.steps.one({ id: talk.id, stageKey: key })).refusal,
        null,
      )

    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('segment')
        .set({ writerId: talk.manager.personId })
        .where('position', '=', 3)
        .execute(),
    )
    await moved(story, talk.employee, next, { on: '2026-10-10' })
    const again = (await offered(story, talk.id))?.refusal
    assert.equal(again, 'conversations.split.alreadyAsked')
  }))

test('E01: not both: after the reveal, without a period, outside of it, or where the old manager cannot be asked', async () => {
  const sentence = async (
    stop: 'selfIn' | 'open',
    reason: string,
    before: (story: Story, talk: Talk, next: Someone) => Promise<unknown> = async () => {},
  ) =>
    scenario(async (story) => {
      const { talk, next } = await changed(story, stop)
      await before(story, talk, next)
      assert.equal((await offered(story, talk.id))?.refusal, reason)
      await assert.rejects(decide(story, talk, next), refused(reason))
      const { segments } = await story.as(talk.employee).conversations.get({ id: talk.id })
      assert.deepEqual(segments, [])
    })
  const set = (story: Story, who: Someone, values: { leftOn?: string; accountId?: null }) =>
    story.services.database.inOrg(story.orgId, (db) =>
      db.updateTable('person').set(values).where('id', '=', who.personId).execute(),
    )
  await sentence('open', 'conversations.alreadyOpen')
  await sentence('selfIn', 'conversations.split.formerGone', (story, { manager }) =>
    set(story, manager, { leftOn: todayOf(story) }),
  )
  await sentence('selfIn', 'conversations.split.formerNoAccount', (story, { manager }) =>
    set(story, manager, { accountId: null }),
  )
  await sentence('selfIn', 'conversations.split.formerBelow', (story, { manager, employee }) =>
    moved(story, manager, employee),
  )
  await sentence('selfIn', 'conversations.split.notInPeriod', (story) =>
    story.services.database.inOrg(story.orgId, (db) =>
      db.updateTable('cycle').set({ periodTo: '2026-06-30' }).execute(),
    ),
  )
})

test('E01: a talk outside any cycle has no period to share; whoever joined in a period begins with that day', () =>
  scenario(async (story) => {
    const { talk, next } = await changed(story)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('conversation')
        .set({ snapshot: sql`snapshot || '{"hiredOn": "2026-05-04"}'` })
        .where('id', '=', talk.id)
        .execute(),
    )
    assert.deepEqual(
      (await offered(story, talk.id))?.stretches.map(({ fromOn, untilOn }) => [fromOn, untilOn]),
      [
        ['2026-05-04', '2026-08-07'],
        ['2026-08-08', '2026-12-31'],
      ],
    )
    const newcomer = await story.hire('新人', { manager: next })
    const { conversations } = story.as(next)
    const monthly = (await conversations.openable()).templates.find(({ key }) => key === 'monthly')!
    const { id } = await conversations.open({
      employeeId: newcomer.personId,
      templateId: monthly.id,
      clientId: newId(),
    })
    await moved(story, newcomer, talk.manager)
    assert.equal((await offered(story, id))?.refusal, 'conversations.split.noPeriod')
    await assert.rejects(
      decide(story, { id }, talk.manager),
      refused('conversations.split.noPeriod'),
    )
  }))
