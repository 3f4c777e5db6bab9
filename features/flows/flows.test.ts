import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { scenario, type Story } from '../../test/support/scenario.ts'
import { complete, ensureFlows, happen, runsOf, startRun, startRuns } from './queries.ts'
import { dueDates } from './rules.ts'

const flowNamed = async ({ as, hr }: Story, key: string) => {
  const flows = await as(hr).flows.list()
  const flow = flows.find((each) => each.key === key)!
  return { ...flow, due: dueDates(flow, '2026-11-02') }
}

const inOrg = <T>(
  { services, orgId }: Story,
  work: Parameters<typeof services.database.inOrg<T>>[1],
) => services.database.inOrg(orgId, work)

test('a new organization finds four flows, and a second start adds none', () =>
  scenario(async (story) => {
    await inOrg(story, (db) => ensureFlows(db, story.orgId, story.clock.now))
    const flows = await story.as(story.hr).flows.list()
    assert.deepEqual(
      flows.map(({ key, version }) => `${key} ${version}`),
      ['base 1', 'management 1', 'monthly 1', 'plain 1'],
    )
    const { hash, stages } = await story.as(story.hr).flows.get({ id: flows[1]!.id })
    assert.match(hash, /^[0-9a-f]{64}$/)
    assert.deepEqual(
      stages.slice(0, 2).map(({ kind }) => kind),
      ['strategyBrief', 'goalAlignment'],
    )
  }))

test('a run opens with the employee’s turn and goes on as the stages are done', () =>
  scenario(async (story) => {
    const { orgId, clock } = story
    const mia = await story.hire('米雅')
    const flow = await flowNamed(story, 'base')
    const runId = newId()
    const source = { orgId, now: clock.now }
    await inOrg(story, (db) =>
      startRun(db, orgId, runId, flow.versionId, flow.due, { ratingExists: true }, clock.now),
    )
    const first = await inOrg(story, (db) =>
      complete(db, source, runId, 'selfAssessment', mia.personId),
    )
    assert.deepEqual([first.opened, first.done], [['managerAssessment'], ['selfAssessment']])
    await inOrg(story, (db) => complete(db, source, runId, 'managerAssessment', story.hr.personId))
    const revealed = await inOrg(story, (db) =>
      complete(db, source, runId, 'reveal', null, { largeGap: false }),
    )
    assert.deepEqual([revealed.opened, revealed.done], [['meeting'], ['reveal', 'differenceNote']])

    const run = (await inOrg(story, (db) => runsOf(db, orgId, [runId]))).get(runId)!
    assert.deepEqual(run.current, ['meeting'])
    assert.equal(run.stages[0]?.doneBy, mia.personId)
    assert.equal(run.stages[0]?.label.zh, '员工自评')
    assert.equal(run.stages[3]?.skipReason, 'notNeeded')
    assert.equal(run.stages[4]?.dueOn, '2026-11-27')
  }))

test('out of turn is refused with the name of what comes first, and nothing is written', () =>
  scenario(async (story) => {
    const { orgId, clock } = story
    const flow = await flowNamed(story, 'base')
    const runId = newId()
    await inOrg(story, (db) => startRun(db, orgId, runId, flow.versionId, flow.due, {}, clock.now))
    const early = inOrg(story, (db) =>
      complete(
        db,
        { orgId, now: clock.now, actor: { locale: 'zh-CN' } },
        runId,
        'managerAssessment',
        null,
      ),
    )
    await assert.rejects(early, {
      code: 'FORBIDDEN',
      data: { reason: 'flows.waits', params: { stage: '员工自评' } },
    })
    const run = (await inOrg(story, (db) => runsOf(db, orgId, [runId]))).get(runId)!
    assert.deepEqual(run.current, ['selfAssessment'])
  }))

test('two clicks at the same moment do a stage once', () =>
  scenario(async (story) => {
    const { orgId, clock } = story
    const flow = await flowNamed(story, 'monthly')
    const runId = newId()
    await inOrg(story, (db) => startRun(db, orgId, runId, flow.versionId, flow.due, {}, clock.now))
    const clicks = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        inOrg(story, (db) =>
          happen(db, { orgId, now: clock.now }, runId, {
            type: 'done',
            stage: 'selfAssessment',
            by: null,
          }),
        ),
      ),
    )
    assert.equal(clicks.filter(({ status }) => status === 'fulfilled').length, 1)
  }))

test('ten thousand runs open in one statement, and a resumed launch opens none twice', () =>
  scenario(async (story) => {
    const { orgId, clock } = story
    const flow = await flowNamed(story, 'base')
    const ids = Array.from({ length: 10_000 }, newId)
    const launch = (runs: string[]) =>
      inOrg(story, (db) => startRuns(db, orgId, runs, flow.versionId, flow.due, {}, clock.now))
    assert.equal(await launch(ids.slice(0, 4_000)), 4_000)
    assert.equal(await launch(ids), 6_000)
    const { count } = await inOrg(story, (db) =>
      db
        .selectFrom('stage')
        .select((one) => one.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    )
    assert.equal(count, 100_000)
  }))

test('a published version cannot be changed, not even by ourselves', () =>
  scenario(async (story) => {
    await flowNamed(story, 'base')
    const edit = inOrg(story, (db) => db.updateTable('flowVersion').set({ number: 9 }).execute())
    await assert.rejects(edit, /kept as they were written/)
    const removal = inOrg(story, (db) => db.deleteFrom('templateVersion').execute())
    await assert.rejects(removal, /kept as they were written/)
  }))

test('another organization sees none of it', () =>
  scenario(async (story) => {
    const rows = await story.services.database.inOrg(newId(), (db) =>
      db.selectFrom('flow').selectAll().execute(),
    )
    assert.deepEqual(rows, [])
  }))
