import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { added, changed } from '../editing/rules.ts'
import type { FlowBody } from '../contract.ts'

const flowNamed = async ({ as, hr }: Story, key: string) =>
  (await as(hr).flows.list()).find((each) => each.key === key)!

/** The base flow with a part of the dotted-line manager beside the manager's. */
const withDottedManager = (flow: FlowBody): FlowBody =>
  changed(added(flow, 'selfAssessment', 'form'), 'form', {
    label: { zh: '虚线主管的评价', en: 'The dotted-line manager’s part' },
    actor: { relation: 'dottedManager' },
  })

const copyOf = async (story: Story, key: string) => {
  const flows = story.as(story.hr).flows
  const { versionId } = await flowNamed(story, key)
  const { id } = await flows.start({ from: { versionId, as: 'copy' } })
  return flows.draft({ id })
}

test('HR copies a flow, adds a stage and publishes it; the built-in one stays as it was', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const draft = await copyOf(story, 'base')
    assert.equal(draft.body.title.zh, '基层（副本）')
    const body = withDottedManager(draft.body)
    const { version, faults } = await flows.save({ id: draft.id, revision: draft.revision, body })
    assert.deepEqual(faults, [])
    const published = await flows.publish({ id: draft.id, revision: version, note: '虚线也要写' })
    const own = await flows.get({ id: published.flowId })
    assert.deepEqual(
      own.stages.slice(0, 3).map(({ key }) => key),
      ['selfAssessment', 'form', 'managerAssessment'],
    )
    assert.equal(own.versions[0]?.note, '虚线也要写')
    assert.equal((await flowNamed(story, 'base')).stages.length, 10)
    await assert.rejects(flows.save({ id: draft.id, revision: version, body }), {
      code: 'FORBIDDEN',
    })
  }))

test('the next version says what is different, and the first one is kept', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const draft = await copyOf(story, 'monthly')
    const first = await flows.publish({ id: draft.id, revision: draft.revision, note: '' })
    const next = await flows.start({ from: { versionId: first.versionId, as: 'next' } })
    const again = await flows.start({ from: { versionId: first.versionId, as: 'next' } })
    assert.equal(again.id, next.id, 'one next version at a time')
    const { revision, body } = await flows.draft(next)
    const later = changed(body, 'talk', { dueDays: 20 })
    const { version } = await flows.save({ ...next, revision, body: withDottedManager(later) })
    const second = await flows.publish({ ...next, revision: version, note: '' })
    assert.equal(second.version, 2)
    const changes = await flows.diff({
      id: first.flowId,
      from: first.versionId,
      to: second.versionId,
    })
    assert.deepEqual(
      changes.map(({ kind, to }) => `${kind} ${to?.key}`),
      ['added form', 'after managerAssessment', 'due talk'],
    )
    const old = await flows.get({ id: first.flowId, versionId: first.versionId })
    assert.equal(old.stages.length, 9)
  }))

test('stages that wait for one another are told in the draft and keep it from being published', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const { id, revision, body } = await copyOf(story, 'base')
    const looped: FlowBody = {
      ...body,
      stages: body.stages.map((stage) =>
        stage.key === 'selfAssessment' ? { ...stage, after: ['reveal'] } : stage,
      ),
    }
    const { version, faults } = await flows.save({ id, revision, body: looped })
    const loop = faults.find(({ reasonKey }) => reasonKey === 'loop')
    assert.deepEqual(loop?.params, { stages: 'selfAssessment managerAssessment reveal' })
    assert.deepEqual(
      faults
        .filter(({ reasonKey }) => reasonKey === 'unreachable')
        .map(({ params }) => params.stage),
      body.stages.map(({ key }) => key).filter((key) => !String(loop?.params.stages).includes(key)),
    )
    await assert.rejects(flows.publish({ id, revision: version, note: '' }), {
      code: 'FORBIDDEN',
      data: { reason: 'flows.hasFaults', params: { n: faults.length } },
    })
  }))

test('somebody named who does not work here, and a level nobody has, are faults', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const { id, revision, body } = await copyOf(story, 'base')
    const { faults } = await flows.save({
      id,
      revision,
      body: changed(withDottedManager(body), 'form', {
        actor: { person: newId() },
        condition: { all: [{ levels: ['没有的层级'] }] },
      }),
    })
    assert.deepEqual(
      faults.map(({ reasonKey }) => reasonKey),
      ['nobodyOwns', 'neverTrue'],
    )
  }))

test('two windows: the second save is told, not obeyed', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const { id, revision, body } = await copyOf(story, 'base')
    await flows.save({ id, revision, body: withDottedManager(body) })
    await assert.rejects(
      flows.save({ id, revision, body: changed(body, 'talk', { dueDays: 50 }) }),
      { code: 'CONFLICT' },
    )
  }))

test('a file goes out and comes in again as a draft; other files are refused with words', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const base = await flowNamed(story, 'base')
    const { file } = await flows.exportFile({ id: base.id, versionId: base.versionId })
    const { id } = await flows.start({ from: { file } })
    const taken = await flows.draft({ id })
    assert.deepEqual(taken.body.stages, file.body.stages)
    for (const [wrong, reason] of [
      [{ hello: 1 }, 'flows.notAFlowFile'],
      [{ format: 'cuxi.flow/9' }, 'flows.newerFile'],
      [{ format: 'cuxi.flow/1', body: { stages: 7 } }, 'flows.damagedFile'],
    ] as const)
      await assert.rejects(
        flows.start({ from: { file: wrong } }),
        (error: { code: string; data: { reason: string } }) =>
          error.code === 'BAD_REQUEST' && error.data.reason === reason,
      )
  }))

test('a retired flow is offered no longer, and again when it is restored', () =>
  scenario(async (story) => {
    const flows = story.as(story.hr).flows
    const { id } = await flowNamed(story, 'monthly')
    await flows.retire({ id })
    assert.equal(await flowNamed(story, 'monthly'), undefined)
    assert.ok((await flows.list({ retired: true })).find((each) => each.id === id)?.retiredAt)
    await flows.restore({ id })
    assert.ok(await flowNamed(story, 'monthly'))
  }))

test('only HR administration shapes flows; a discarded draft can be taken back', () =>
  scenario(async (story) => {
    const mia = await story.hire('米雅')
    const theirs = story.as(mia).flows
    const draft = await copyOf(story, 'base')
    const refused = { code: 'FORBIDDEN', data: { reason: 'flows.onlyHr', params: {} } }
    await assert.rejects(theirs.drafts(), refused)
    await assert.rejects(theirs.draft({ id: draft.id }), refused)
    await assert.rejects(theirs.start({ from: { blank: true } }), refused)
    const flows = story.as(story.hr).flows
    await flows.discard({ id: draft.id })
    assert.deepEqual(await flows.drafts(), [])
    await flows.takeBack({ id: draft.id })
    assert.equal((await flows.drafts()).length, 1)
  }))
