import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { draftIn, events } from '../../../test/support/cycles.ts'
import { grant } from '../../../test/support/grants.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { ratedTeams, times } from '../../../test/support/spreads.ts'
import type { Expected } from './contract.ts'

const missing = { code: 'NOT_FOUND' }
const five = [1, 2, 3, 4, 5]

/** HR expects of the five labels so many percent, within five points. */
const expect = (story: Story, cycleId: string, scale: string, percents: number[]) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db
      .updateTable('cycle')
      .set({
        expected: json([
          {
            scale,
            tolerance: 5,
            shares: percents.map((percent, n) => ({ value: n + 1, percent })),
          },
        ] satisfies Expected[]),
      })
      .where('id', '=', cycleId)
      .execute(),
  )

/** The template of the year with other names for its five values. @returns its key. */
async function renamedScale({ as, hr }: Story): Promise<string> {
  const { templates } = as(hr)
  const annual = (await templates.list()).find(({ key }) => key === 'annualResult')!
  const { id } = await templates.start({ from: { versionId: annual.versionId, as: 'copy' } })
  const { body, revision } = await templates.draft({ id })
  const names = ['不合格', '待改进', '合格', '优秀', '卓越']
  const points = body.scale!.points.map((point, n) => ({
    ...point,
    label: { zh: names[n]!, en: names[n]! },
  }))
  const saved = await templates.save({
    id,
    revision,
    body: { ...body, scale: { ...body.scale!, points } },
  })
  assert.deepEqual(saved.faults, [])
  return (await templates.publish({ id, revision: saved.version, note: '' })).key
}

test('ratings are counted by label and department as GROUP BY counts them, both parts apart', () =>
  scenario(async (story) => {
    const { cycleId, departments } = await ratedTeams(story, [
      { name: '装配', ratings: [...times(7, 3), ...times(4, 5), ...times(1, null)], own: 4 },
      { name: '质量', ratings: [...times(2, 1), ...times(7, 4)], own: 3 },
      { name: '仓库', ratings: times(2, 2), own: 5 },
    ])
    const seen = await story.as(story.hr).cycles.spread({ id: cycleId })
    assert.deepEqual(seen.asOf, story.clock.now)
    const [scale] = seen.scales
    const { rows } = await story.services.database.inOrg(story.orgId, (db) =>
      sql<{ kind: string; value: number | null; people: number }>`
        select pt.kind, (a.value->>'value')::int as value, count(*)::int as people
          from part pt join answer a on a.org_id = pt.org_id and a.part_id = pt.id
         where a.field_key in ('rating.results', 'selfRating.results') and pt.submitted_at is not null
         group by 1, 2`.execute(db),
    )
    const plainly = (kind: string, value: number | null) =>
      rows.find((row) => row.kind === kind && row.value === value)?.people ?? 0
    for (const kind of ['manager', 'self'] as const) {
      assert.deepEqual(
        scale!.whole![kind]!.counts,
        five.map((value) => plainly(kind, value)),
      )
      assert.equal(scale!.whole![kind]!.notRated, plainly(kind, null))
    }
    assert.equal(scale!.whole!.rated, 22)
    // Two of the stores are shown with the next smallest, and asking for either does not undo that.
    assert.deepEqual(
      scale!.groups.map(({ id, rated }) => [id, rated]),
      [
        [departments['装配'], 11],
        [null, 11],
      ],
    )
    for (const name of ['质量', '仓库']) {
      const inside = await story
        .as(story.hr)
        .cycles.spread({ id: cycleId, departmentId: departments[name]! })
      assert.equal(inside.scales[0]!.whole, null)
      assert.deepEqual(inside.scales[0]!.groups, [])
    }
    assert.equal(
      (await story.as(story.hr).cycles.spread({ id: cycleId, departmentId: departments['装配']! }))
        .scales[0]!.whole!.rated,
      11,
    )
  }))

test('rights: HR counts in its departments, management once the cycle is over, nobody else', () =>
  scenario(async (story) => {
    const { cycleId, boss, people, departments } = await ratedTeams(story, [
      { name: '装配', ratings: times(9, 3) },
      { name: '质量', ratings: times(8, 4) },
    ])
    const partner = await story.hire('孙伙伴')
    await grant(story, partner, 'hrbp', departments['质量']!)
    const head = await story.hire('钱总', { roles: ['executive'] })
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    const seen = await story.as(partner).cycles.spread({ id: cycleId })
    assert.deepEqual(seen.scales[0]!.whole!.manager.counts, [0, 0, 0, 8, 0])
    for (const someone of [boss, people[0]!.employee, head, auditor])
      await assert.rejects(story.as(someone).cycles.spread({ id: cycleId }), missing)
    const { scale } = seen.scales[0]!
    for (const someone of [boss, head, auditor])
      await assert.rejects(
        story.as(someone).cycles.finishCalibration({ id: cycleId, scale }),
        missing,
      )
    // 装配 is not the partner's.
    await assert.rejects(
      story.as(partner).cycles.finishCalibration({
        id: cycleId,
        scale,
        departmentId: departments['装配']!,
      }),
      missing,
    )
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('cycle')
        .set({ closedAt: story.clock.now })
        .where('id', '=', cycleId)
        .execute(),
    )
    const over = await story.as(head).cycles.spread({ id: cycleId })
    assert.equal(over.scales[0]!.whole!.rated, 17)
    assert.deepEqual(over.finished, [])
    await assert.rejects(story.as(auditor).cycles.spread({ id: cycleId }), missing)
    await assert.rejects(story.as(head).cycles.finishCalibration({ id: cycleId, scale }), {
      code: 'FORBIDDEN',
    })
  }))

test('E27: outside the expectation the numbers say so, a reason is kept, and no rating changes', () =>
  scenario(async (story) => {
    const { cycleId, departments } = await ratedTeams(story, [
      { name: '装配', ratings: [...times(12, 5), ...times(12, 3)] },
      { name: '质量', ratings: times(9, 3) },
    ])
    const { cycles } = story.as(story.hr)
    const { scale } = (await cycles.spread({ id: cycleId })).scales[0]!
    await expect(story, cycleId, scale, [5, 10, 50, 25, 10])
    const departmentId = departments['装配']!
    const before = (await cycles.spread({ id: cycleId, departmentId })).scales[0]!
    assert.deepEqual(
      before
        .curve!.rows.filter(({ outside }) => outside)
        .map(({ label, percent }) => [label.en, percent]),
      [
        ['B', 0],
        ['A−', 0],
        ['A', 50],
      ],
    )
    // Nine people have no curve: 质量 is shown, and held against nothing.
    const few = await cycles.spread({ id: cycleId, departmentId: departments['质量']! })
    assert.equal(few.scales[0]!.curve!.tooFew, true)
    assert.ok(few.scales[0]!.curve!.rows.every(({ outside }) => !outside))
    await cycles.finishCalibration({
      id: cycleId,
      scale,
      departmentId,
      reason: '新线当年投产，全组超额',
    })
    // Without a reason it goes on as well: it warns, it does not stop.
    await cycles.finishCalibration({ id: cycleId, scale })
    const after = await cycles.spread({ id: cycleId, departmentId })
    assert.deepEqual(after.scales[0]!.whole, before.whole)
    assert.deepEqual(
      after.finished.map(({ department, reason, rated }) => [department, reason, rated]),
      [
        [null, null, 33],
        ['装配', '新线当年投产，全组超额', 24],
      ],
    )
    assert.deepEqual(after.finished[1]!.outside.at(-1), {
      value: 5,
      people: 12,
      expectedPercent: 10,
    })
    const [first] = await events(story, 'cycle.calibrated')
    assert.deepEqual(first!.data, { departmentId, people: 24, labels: 3, withReason: true })
    assert.ok(!JSON.stringify(first).includes('新线'))
  }))

test('E20: another scale stands apart, and the cycle before is compared by label only where scales are the same', () =>
  scenario(async (story) => {
    await ratedTeams(story, [{ name: '前年', ratings: times(9, 2) }], { startsOn: '2025-01-06' })
    const same = await ratedTeams(story, [{ name: '去年', ratings: times(8, 4) }], {
      startsOn: '2026-01-05',
    })
    const { spread } = story.as(story.hr).cycles
    const last = await spread({ id: same.cycleId })
    assert.equal(last.earlier!.scales[0]!.scale, last.scales[0]!.scale)
    assert.deepEqual(last.earlier!.scales[0]!.counts, [0, 9, 0, 0, 0])
    // This year the same values have other names: 4 is no longer what 4 was.
    const other = await ratedTeams(story, [{ name: '今年', ratings: times(8, 4) }], {
      template: (await renamedScale(story)) as 'annualResult',
    })
    const now = await spread({ id: other.cycleId })
    assert.deepEqual(
      now.scales.map(({ points }) => points[3]!.label.zh),
      ['优秀'],
    )
    assert.deepEqual(
      now.earlier!.scales.map(({ points, counts }) => [points[3]!.label.zh, counts]),
      [['A−', [0, 0, 0, 8, 0]]],
    )
    assert.notEqual(now.earlier!.scales[0]!.scale, now.scales[0]!.scale)
    // Both in one cycle stand apart, and neither is added to the other.
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`update participation set cycle_id = ${other.cycleId} where cycle_id = ${same.cycleId}`.execute(
        db,
      ),
    )
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`update conversation set cycle_id = ${other.cycleId} where cycle_id = ${same.cycleId}`.execute(
        db,
      ),
    )
    const both = await spread({ id: other.cycleId })
    assert.deepEqual(
      both.scales.map(({ whole }) => whole!.rated),
      [8, 8],
    )
  }))

test('R137: an expectation makes up a hundred before the launch and does not change after it', () =>
  scenario(async (story) => {
    const { cycles } = story.as(story.hr)
    await story.hire('吴刚', { manager: story.hr })
    const cycle = await cycles.create({ name: '年度', kind: 'result' })
    const [known] = cycle.scales
    const shares = (percents: number[]) => [
      {
        scale: known!.scale,
        tolerance: 5,
        shares: percents.map((percent, n) => ({ value: n + 1, percent })),
      },
    ]
    const draft = { ...draftIn(cycle), expected: shares([10, 20, 40, 20, 5]) }
    draft.population.withoutManager = 'noManagerPart'
    const wrong = await cycles.save({ id: cycle.id, version: 1, draft })
    const { people, obstacles } = await cycles.dryRun({ id: cycle.id })
    assert.deepEqual(obstacles, [{ reason: 'cycles.expectedNotWhole', count: 1 }])
    const right = { ...draft, expected: shares([10, 20, 40, 20, 10]) }
    const saved = await cycles.save({ id: cycle.id, version: wrong.version, draft: right })
    await cycles.launch({ id: cycle.id, people })
    await assert.rejects(
      cycles.save({ id: cycle.id, version: saved.version, draft: { ...right, expected: null } }),
      { code: 'FORBIDDEN' },
    )
    assert.deepEqual((await cycles.get({ id: cycle.id })).expected, right.expected)
  }))

test('E21: what was calibrated counts in the place of what the manager gave, the last of it', () =>
  scenario(async (story) => {
    const { cycleId, ids, boss, template } = await ratedTeams(story, [
      { name: '装配', ratings: times(8, 5) },
    ])
    const counts = async () =>
      (await story.as(story.hr).cycles.spread({ id: cycleId })).scales[0]!.whole!.manager.counts
    assert.deepEqual(await counts(), [0, 0, 0, 0, 8])
    await story.services.database.inOrg(story.orgId, async (db) => {
      for (const value of [2, 1])
        for (const { key } of template.dimensions)
          await db
            .insertInto('ratingCalibration')
            .values({
              orgId: story.orgId,
              id: newId(),
              conversationId: ids[0]!,
              stageKey: 'calibration',
              dimension: key,
              managerId: boss.personId,
              given: 5,
              was: 5,
              value,
              reason: '逐个对过',
              byId: boss.personId,
              at: story.clock.now,
              wasRead: true,
            })
            .execute()
    })
    assert.deepEqual(await counts(), [1, 0, 0, 0, 7])
    // Once the manager rates anew, what was said of the rating before counts no more.
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`update answer set value = value || '{"value": 4}' where value ? 'notRated' and part_id in
            (select id from part where conversation_id = ${ids[0]!} and kind = 'manager')`.execute(
        db,
      ),
    )
    assert.deepEqual(await counts(), [0, 0, 0, 1, 7])
  }))
