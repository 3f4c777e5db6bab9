import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grant } from '../../../test/support/grants.ts'
import { moved } from '../../../test/support/moves.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const gone = (error: { code?: string }) => error.code === 'NOT_FOUND'
const first = '去年写下的一句话'
const second = '今年写下的一句话'
const early = '还没有封存的一句话'
const why = '年度晋升评审，需要近两年的结果'

const twice = <T>(one: T) => [one, one]

/** A person with two sealed talks, the second rated higher, and one under way. */
async function house(story: Story) {
  const manager = await story.hire('周晓岚')
  const employee = await story.hire('陈一鸣', { manager })
  const pair = { employee, manager }
  const before = await talkBetween(story, 'sealed', {
    ...pair,
    text: first,
    ratings: { self: 3, manager: 2 },
  })
  story.clock.now = new Date(story.clock.now.getTime() + 60_000)
  const now = await talkBetween(story, 'sealed', {
    ...pair,
    text: second,
    ratings: { self: 3, manager: 4 },
  })
  await talkBetween(story, 'open', { ...pair, text: early })
  return { ...pair, before, now }
}

test('sealed talks lie side by side for the person, who leads them and HR, and nothing of one under way', () =>
  scenario(async (story) => {
    const { employee, manager, before, now } = await house(story)
    const partner = await story.hire('业务伙伴', { roles: ['hrbp'] })
    const compare = (who: typeof employee, reason?: string) =>
      story
        .as(who)
        .insights.history.compare({ personId: employee.personId, ...(reason && { reason }) })
    for (const who of [employee, manager, partner]) {
      const { talks, withheld, more } = await compare(who)
      assert.deepEqual(
        talks.map(({ id }) => id),
        [now.id, before.id],
        `${who.name}: the newest first`,
      )
      assert.deepEqual([withheld, more], [0, false])
      const given = talks.map(({ dimensions }) => new Set(dimensions.map((one) => one.manager)))
      assert.deepEqual(given, [new Set([4]), new Set([2])])
      assert.match(JSON.stringify(talks[0]), new RegExp(second))
      assert.match(JSON.stringify(talks[1]), new RegExp(first))
      assert.ok(!JSON.stringify(talks).includes(early))
      assert.deepEqual(
        talks.flatMap(({ agreed }) => agreed.map(({ state }) => state)),
        ['open', 'open'],
      )
    }
    await assert.rejects(compare(story.hr), refused('conversations.reasonFirst'))
    const asHr = await compare(story.hr, why)
    assert.ok(
      asHr.talks.every(({ agreed }) => agreed.length === 1 && agreed[0]!.state === null),
      'whether it was kept is not for HR administration',
    )
    const { items } = await story.as(employee).admin.access.mine({})
    assert.deepEqual(
      items.map(({ who, kind, reason, purpose }) => [who?.name, kind, reason, purpose]),
      [...twice([story.hr.name, 'read', why, null]), ...twice([partner.name, 'read', null, null])],
    )
    const above = await story.hire('主管的主管')
    await moved(story, manager, above)
    const auditor = await story.hire('审计员', { roles: ['auditor'] })
    const opens = (who: typeof employee) =>
      story.as(who).insights.history.opens({ personId: employee.personId })
    for (const who of [employee, manager, partner, story.hr, above, auditor])
      assert.equal(await opens(who), true, `${who.name} finds the way there`)
    const peer = await story.hire('同事', { manager })
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const below = await story.hire('员工的下属', { manager: employee })
    await grant(story, below, 'hrAdmin')
    for (const who of [peer, guard, below]) {
      assert.equal(await opens(who), false, `${who.name} finds no way there`)
      await assert.rejects(compare(who, why), gone, who.name)
      await assert.rejects(
        story
          .as(who)
          .insights.history.evidence({ personId: employee.personId, purpose: 'pay', reason: why }),
        gone,
        who.name,
      )
    }
  }))

test('what was agreed stays agreed for whoever may not read what became of it', () =>
  scenario(async (story) => {
    const above = await story.hire('旧主管的主管')
    const manager = await story.hire('周晓岚', { manager: above })
    const employee = await story.hire('陈一鸣', { manager })
    await talkBetween(story, 'sealed', { employee, manager, text: first })
    const states = async (who: typeof employee) => {
      const { talks } = await story
        .as(who)
        .insights.history.compare({ personId: employee.personId })
      return talks.map(({ agreed }) =>
        agreed.map(({ what, state }) => [what.includes(first), state]),
      )
    }
    assert.deepEqual(await states(above), [[[true, 'open']]])
    await moved(story, employee, await story.hire('新主管'))
    assert.deepEqual(await states(above), [[[true, null]]])
    assert.deepEqual(await states(employee), [[[true, 'open']]])
  }))

test('a restricted record is counted and not shown, and whoever leads the person now reads what came before', () =>
  scenario(async (story) => {
    const { employee, before, now } = await house(story)
    const next = await story.hire('新主管')
    await moved(story, employee, next)
    const compare = () => story.as(next).insights.history.compare({ personId: employee.personId })
    assert.deepEqual(
      (await compare()).talks.map(({ id }) => id),
      [now.id, before.id],
    )
    await story.as(story.hr).admin.privacy.hold({
      conversationId: now.id,
      kind: 'restriction',
      reason: '员工撤回同意，先只保存',
    })
    const { talks, withheld } = await compare()
    assert.deepEqual([talks.map(({ id }) => id), withheld], [[before.id], 1])
    const own = await story.as(employee).insights.history.compare({ personId: employee.personId })
    assert.equal(own.talks.length, 2)
  }))

test('evidence for a decision is opened for a purpose, by who leads and by HR, and the person reads of each', () =>
  scenario(async (story) => {
    const { employee, manager, now } = await house(story)
    const partner = await story.hire('业务伙伴', { roles: ['hrbp'] })
    const auditor = await story.hire('审计员', { roles: ['auditor'] })
    await story.as(employee).conversations.appeals.open({
      conversationId: now.id,
      kind: 'appeal',
      reason: '评分依据与事实不符，请复核一遍',
      wish: '重新核对',
    })
    const open = (who: typeof employee, purpose: 'promotion' | 'pay' | 'training', reason = why) =>
      story.as(who).insights.history.evidence({ personId: employee.personId, purpose, reason })
    const seen = await open(manager, 'promotion')
    assert.deepEqual(
      [seen.purpose, seen.openedBy, seen.talks.length],
      ['promotion', manager.name, 2],
    )
    assert.deepEqual(
      seen.talks.map(({ cases }) => cases.map(({ kind, outcome }) => [kind, outcome])),
      [[['appeal', null]], []],
    )
    assert.ok(!JSON.stringify(seen).includes('请复核一遍'), 'that there is a case, not its words')
    assert.ok((await open(partner, 'training')).talks.every(({ wishes }) => wishes !== null))
    const paid = await open(story.hr, 'pay')
    assert.ok(
      paid.talks.every(({ wishes }) => wishes === null),
      'pay does not depend on wishes',
    )
    for (const who of [employee, auditor])
      await assert.rejects(open(who, 'pay'), refused('insights.decisionNotYours'), who.name)
    await assert.rejects(open(manager, 'pay', '太短'), { code: 'BAD_REQUEST' })
    // Before anything is typed: whoever may open it is asked why, anybody else refused, and nobody is noted.
    const knock = (who: typeof employee) =>
      story.as(who).insights.history.evidence({ personId: employee.personId })
    for (const who of [manager, partner, story.hr])
      await assert.rejects(knock(who), refused('insights.writeWhy'), who.name)
    for (const who of [employee, auditor])
      await assert.rejects(knock(who), refused('insights.decisionNotYours'), who.name)
    await assert.rejects(knock(await story.hire('同事', { manager })), gone)
    const { items } = await story.as(employee).admin.access.mine({})
    assert.deepEqual(
      items.map(({ who, relation, purpose, reason }) => [who?.name, relation, purpose, reason]),
      [
        ...twice([story.hr.name, 'hrAdmin', 'pay', why]),
        ...twice([partner.name, 'hrbp', 'training', why]),
        ...twice([manager.name, 'manager', 'promotion', why]),
      ],
    )
    const { readings } = await story.as(employee).conversations.sealedRecord({ id: now.id })
    assert.deepEqual(
      readings.map(({ name, purpose }) => [name, purpose]),
      [
        [story.hr.name, 'pay'],
        [partner.name, 'training'],
        [manager.name, 'promotion'],
      ],
      'the record’s own page says it too',
    )
  }))
