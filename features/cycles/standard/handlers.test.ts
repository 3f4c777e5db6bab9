import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { addDepartment } from '../../../test/support/departments.ts'
import { grant } from '../../../test/support/grants.ts'
import { launched, participationOf, shop } from '../../../test/support/cycles.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import type { Deviation } from './contract.ts'

const count = (counts: { kind: Deviation; people: number; of: number }[], wanted: Deviation) => {
  const { people, of } = counts.find(({ kind }) => kind === wanted)!
  return [people, of]
}

const designOf = async (story: Story, kind: string) => {
  const { standards } = await story.as(story.hr).cycles.standard.overview()
  return standards.find((each) => each.kind === kind)!
}

test('R034: a talk that went as published does not differ; what was skipped, sent back or held without a booking is counted and named', () =>
  scenario(async (story) => {
    const { mia, lin, theo } = await shop(story)
    const cycle = await launched(story)
    await story.settle()
    const api = story.as(story.hr).cycles.standard
    const before = await api.of({ id: cycle.id })
    assert.deepEqual([before.people, before.deviating, before.moved], [5, 0, []])
    assert.deepEqual(
      before.designs.map(({ differs }) => differs),
      before.designs.map(() => []),
    )
    const mine = await participationOf(story, cycle.id, mia)
    const other = await participationOf(story, cycle.id, lin)
    await story.services.database.inOrg(story.orgId, async (db) => {
      await db
        .updateTable('stage')
        .set({ skippedAt: story.clock.now, skipReason: 'overdue' })
        .where('runId', '=', mine.conversationId)
        .where('kind', '=', 'selfAssessment')
        .execute()
      await db
        .updateTable('conversation')
        .set({ talkStartedAt: story.clock.now })
        .where('id', '=', other.conversationId)
        .execute()
      await db
        .insertInto('sentBack')
        .values({
          orgId: story.orgId,
          id: newId(),
          runId: other.conversationId,
          stageKey: 'approval',
          toKey: 'managerAssessment',
          reason: '补上依据',
          byId: theo.personId,
          at: story.clock.now,
        })
        .execute()
    })
    const seen = await api.of({ id: cycle.id })
    assert.equal(seen.deviating, 2)
    assert.deepEqual(count(seen.counts, 'skipped'), [1, 5])
    assert.deepEqual(count(seen.counts, 'sentBack'), [1, 5])
    // Of the talks that were held.
    assert.deepEqual(count(seen.counts, 'unbooked'), [1, 1])
    assert.deepEqual(
      seen.departments.map(({ name, people, deviating }) => [name, people, deviating]),
      [['试验工厂', 5, 2]],
    )
    const { items, total } = await api.talks({ id: cycle.id, limit: 1 })
    assert.equal(total, 2)
    const rest = await api.talks({ id: cycle.id, after: items[0]!.id })
    assert.deepEqual(
      [...items, ...rest.items].map(({ person, differs }) => [person.name, differs]).sort(),
      [
        ['丁海燕', ['sentBack', 'unbooked']],
        ['吴刚', ['skipped']],
      ],
    )
    const only = await api.talks({ id: cycle.id, deviation: 'skipped' })
    assert.deepEqual(
      only.items.map(({ person, manager }) => [person.name, manager]),
      [['吴刚', '田超']],
    )
  }))

test('R034: HR names the standard of a kind; new cycles begin with it, and what runs is held against it', () =>
  scenario(async (story) => {
    await shop(story)
    const cycle = await launched(story, ({ deadlines }) => ({
      deadlines: { ...deadlines, selfAssessment: '2026-12-09' },
    }))
    await story.settle()
    const api = story.as(story.hr).cycles
    assert.equal((await designOf(story, 'result')).isOwn, false)
    await assert.rejects(
      api.standard.choose({
        kind: 'result',
        template: 'nowhere',
        base: 'plain',
        management: 'plain',
      }),
      (error: { data?: { reason?: string; field?: string } }) =>
        error.data?.reason === 'cycles.standardUnknown' && error.data.field === 'template',
    )
    await api.standard.choose({
      kind: 'result',
      template: 'annualLean',
      base: 'plain',
      management: 'plain',
    })
    const standard = await designOf(story, 'result')
    assert.deepEqual([standard.template?.key, standard.isOwn], ['annualLean', true])
    const next = await api.create({ name: '2027 年度结果面谈', kind: 'result' })
    assert.equal(next.mapping.length, 1)
    // A template or a flow that leaves the shelf leaves no cycle empty: it begins as if nothing were named.
    for (const [noun, key] of [
      ['template', 'annualLean'],
      ['flow', 'plain'],
    ] as const) {
      const isRetired = (retiredAt: Date | null) =>
        story.services.database.inOrg(story.orgId, (db) =>
          db.updateTable(noun).set({ retiredAt }).where('key', '=', key).execute(),
        )
      await isRetired(story.clock.now)
      const later = await api.create({ name: `2028 年度结果面谈 ${noun}`, kind: 'result' })
      assert.deepEqual(later.mapping, cycle.mapping)
      await isRetired(null)
    }
    const seen = await api.standard.of({ id: cycle.id })
    assert.deepEqual([seen.deviating, count(seen.counts, 'otherFlow')], [5, [5, 5]])
    assert.deepEqual(
      seen.moved.map(({ set }) => set),
      ['2026-12-09'],
    )
    const { cycles } = await api.standard.overview()
    assert.deepEqual(
      cycles.map(({ id, talks }) => [id, talks]),
      [[cycle.id, { people: 5, deviating: 5, movedDays: 1 }]],
    )
  }))

test('R034 E18: management counts without names and without HR beside a talk, and a handful is not counted', () =>
  scenario(async (story) => {
    const { mia } = await shop(story)
    const boss = await story.hire('钱总', {
      manager: story.hr,
      roles: ['executive'],
      level: '高层',
    })
    const small = await launched(story)
    await story.settle()
    const executive = story.as(boss).cycles.standard
    await assert.rejects(executive.of({ id: small.id }), { message: 'cycles.tooFewToCount' })
    assert.deepEqual(
      (await executive.overview()).cycles.map(({ talks }) => talks),
      [null],
    )
    for (let n = 0; n < 9; n++)
      await story.hire(`员工${n}`, { manager: story.hr, level: '基层', jobFamily: '生产' })
    const cycle = await launched(story)
    await story.settle()
    const { conversationId } = await participationOf(story, cycle.id, mia)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .insertInto('intervention')
        .values({
          orgId: story.orgId,
          id: newId(),
          conversationId,
          firedAt: story.clock.now,
          hrId: story.hr.personId,
          assignedAt: story.clock.now,
          acceptedAt: story.clock.now,
          sitsIn: true,
          closedAt: null,
          closedAs: null,
        })
        .execute(),
    )
    const seen = await executive.of({ id: cycle.id })
    assert.deepEqual([seen.people, seen.deviating, seen.mayName], [15, 0, false])
    assert.ok(seen.counts.every(({ kind }) => kind !== 'hr'))
    for (const { people } of [...seen.designs, ...seen.departments]) assert.ok(people >= 8)
    await assert.rejects(executive.talks({ id: cycle.id }), { code: 'NOT_FOUND' })
    await assert.rejects(
      executive.choose({
        kind: 'result',
        template: 'annualLean',
        base: 'plain',
        management: 'plain',
      }),
      { code: 'NOT_FOUND' },
    )
    // HR of one small department beside it: that tells nothing about the others.
    const partnerOf = await addDepartment(story, '行政组')
    await grant(story, boss, 'hrbp', partnerOf)
    const kinds = async (departmentId?: string) =>
      (await executive.of({ id: cycle.id, departmentId })).counts.map(({ kind }) => kind)
    assert.ok(!(await kinds()).includes('hr'))
    assert.equal((await executive.of({ id: cycle.id })).deviating, 0)
    assert.ok((await kinds(partnerOf)).includes('hr'))
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    await assert.rejects(
      story.as(auditor).cycles.standard.talks({ id: cycle.id, deviation: 'hr' }),
      { code: 'NOT_FOUND' },
    )
    const hr = await story.as(story.hr).cycles.standard.talks({ id: cycle.id, deviation: 'hr' })
    assert.deepEqual(
      hr.items.map(({ person }) => person.name),
      ['吴刚'],
    )
    for (const [someone, ask] of [
      [mia, () => story.as(mia).cycles.standard.overview()],
      [mia, () => story.as(mia).cycles.standard.of({ id: cycle.id })],
    ] as const)
      await assert.rejects(ask(), { code: 'NOT_FOUND' }, someone.name)
  }))
