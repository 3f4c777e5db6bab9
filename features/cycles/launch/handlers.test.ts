import assert from 'node:assert/strict'
import test from 'node:test'
import { newId } from '../../../platform/ids.ts'
import {
  draftIn,
  events,
  launched,
  participationOf,
  ready,
  shop,
  work,
} from '../../../test/support/cycles.ts'
import { beforeNationalDay } from '../../../test/support/days.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { launch } from '../launch/reactions.ts'

test('a cycle takes the people, managers and positions of the day it is launched, not planned ones', () =>
  scenario(async (story) => {
    const { theo, mia, lin } = await shop(story)
    const { cycles, org } = story.as(story.hr)
    await org.leave({ id: mia.personId, on: '2026-11-24' })
    await org.reassign({
      id: lin.personId,
      departmentId: story.departmentId,
      position: '组长',
      jobFamily: '生产',
      level: '基层',
      managerId: story.hr.personId,
      fromOn: '2026-11-24',
    })
    const cycle = await ready(story)
    const seen = async () => {
      const { items } = await cycles.dryRunPeople({ id: cycle.id })
      return {
        people: (await cycles.dryRun({ id: cycle.id })).people,
        lin: items.find(({ person }) => person.id === lin.personId)?.manager?.name,
        mia: items.some(({ person }) => person.id === mia.personId),
        picked: (await cycles.peopleByNumbers({ numbers: [mia.employeeNo] })).found.length,
      }
    }
    story.clock.now = new Date('2026-11-23T02:00:00Z')
    assert.deepEqual(await seen(), { people: 5, lin: theo.name, mia: true, picked: 1 })
    story.clock.now = new Date('2026-11-24T02:00:00Z')
    assert.deepEqual(await seen(), { people: 4, lin: '许宁', mia: false, picked: 0 })
    await cycles.launch({ id: cycle.id, people: 4 })
    await launch(story.services.database, story.orgId, cycle.id, () => story.clock.now)
    const part = await participationOf(story, cycle.id, lin)
    assert.deepEqual([part.managerId, part.snapshot.position], [story.hr.personId, '组长'])
  }))

test('a launch freezes everybody once: double click, replay and a second worker change nothing', () =>
  scenario(async (story) => {
    const { theo, mia, new1 } = await shop(story)
    const cycle = await ready(story)
    const api = story.as(story.hr).cycles
    await assert.rejects(api.launch({ id: cycle.id, people: 4 }), {
      code: 'CONFLICT',
      message: 'cycles.peopleChanged',
    })
    const [first] = await Promise.all([
      api.launch({ id: cycle.id, people: 5 }),
      api.launch({ id: cycle.id, people: 5 }),
    ])
    assert.equal(first.state, 'launching')
    await Promise.all([work(story, cycle.id), work(story, cycle.id)])
    await work(story, cycle.id)
    const running = await api.get({ id: cycle.id })
    assert.equal(running.state, 'running')
    assert.deepEqual([running.launch!.done, running.launch!.total], [5, 5])
    assert.equal((await events(story, 'cycle.launchAsked')).length, 1)
    assert.equal((await events(story, 'cycle.launched')).length, 1)
    assert.equal(
      (await events(story, 'cycle.participantsAdded')).reduce(
        (sum, { data }) => sum + Number(data.people),
        0,
      ),
      5,
    )
    const { snapshot, managerId } = await participationOf(story, cycle.id, mia)
    assert.equal(managerId, theo.personId)
    assert.deepEqual(
      [snapshot.name, snapshot.level, snapshot.managerName, snapshot.unrated],
      ['吴刚', '基层', '田超', false],
    )
    assert.equal((await participationOf(story, cycle.id, new1)).snapshot.unrated, true)
    assert.equal(running.refusals.save, 'cycles.alreadyLaunched')
    await assert.rejects(
      api.save({ id: cycle.id, version: running.version, draft: draftIn(running) }),
      { code: 'FORBIDDEN' },
    )
  }))

test('a launch that was killed half-way goes on where it stopped', () =>
  scenario(async (story) => {
    const { mia, theo } = await shop(story)
    const cycle = await ready(story)
    const api = story.as(story.hr).cycles
    await api.launch({ id: cycle.id, people: 5 })
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .insertInto('participation')
        .values({
          orgId: story.orgId,
          id: newId(),
          cycleId: cycle.id,
          personId: mia.personId,
          managerId: theo.personId,
          departmentId: story.departmentId,
          conversationId: newId(),
          templateVersionId: cycle.mapping[0]!.templateVersionId,
          flowVersionId: cycle.mapping[0]!.flowVersionId,
          snapshot: JSON.stringify({ name: '吴刚' }) as never,
          createdAt: story.clock.now,
          sealedAt: null,
          outcome: null,
          closedAt: null,
        })
        .execute(),
    )
    await work(story, cycle.id)
    const { launch } = await api.get({ id: cycle.id })
    assert.deepEqual([launch!.done, launch!.total], [5, 5])
    assert.deepEqual((await participationOf(story, cycle.id, mia)).snapshot, { name: '吴刚' })
  }))

test('a pilot begins with its teams; what it teaches is written into the design of everybody else', () =>
  scenario(async (story) => {
    const { theo, mia } = await shop(story)
    const welding = newId()
    await story.services.database.inOrg(story.orgId, async (db) => {
      const at = await db
        .selectFrom('department')
        .selectAll()
        .where('id', '=', story.departmentId)
        .executeTakeFirstOrThrow()
      const below = { ...at, id: welding, parentId: at.id, path: `${at.path}/焊接`, name: '焊接' }
      await db.insertInto('department').values(below).execute()
      await db
        .updateTable('assignment')
        .set({ departmentId: welding })
        .where('personId', '=', mia.personId)
        .execute()
    })
    const pilot = { departmentIds: [welding] }
    const cycle = await ready(story, () => ({ pilot }))
    const api = story.as(story.hr).cycles
    const dry = await api.dryRun({ id: cycle.id })
    assert.deepEqual([dry.people, dry.launching, dry.piloted], [5, 1, 0])
    await api.launch({ id: cycle.id, people: 1 })
    await work(story, cycle.id)
    const piloting = await api.get({ id: cycle.id })
    assert.deepEqual([piloting.state, piloting.launch!.done], ['piloting', 1])
    const frozen = await participationOf(story, cycle.id, mia)

    // The teams stay; the talk of everybody else gets another template and begins later.
    await assert.rejects(
      api.save({
        id: cycle.id,
        version: piloting.version,
        draft: { ...draftIn(piloting), pilot: null },
      }),
      { message: 'cycles.pilotIsFixed' },
    )
    const templates = await story.as(story.hr).templates.list()
    const other = templates.find(({ key }) => key === 'threeCores')!.versionId
    await api.save({
      id: cycle.id,
      version: piloting.version,
      draft: {
        ...draftIn(piloting),
        startsOn: '2026-12-14',
        mapping: piloting.mapping.map((rule) => ({ ...rule, templateVersionId: other })),
      },
    })
    const rest = await api.dryRun({ id: cycle.id })
    assert.deepEqual([rest.people, rest.launching, rest.piloted], [4, 4, 1])
    await assert.rejects(api.rollOut({ id: cycle.id, people: 5 }), {
      message: 'cycles.peopleChanged',
    })
    await api.rollOut({ id: cycle.id, people: 4 })
    await work(story, cycle.id)
    const running = await api.get({ id: cycle.id })
    assert.deepEqual([running.state, running.launch!.done], ['running', 5])
    assert.deepEqual(await participationOf(story, cycle.id, mia), frozen)
    assert.equal((await participationOf(story, cycle.id, theo)).templateVersionId, other)
    assert.notEqual(frozen.templateVersionId, other)
    await assert.rejects(api.rollOut({ id: cycle.id, people: 0 }), { code: 'FORBIDDEN' })
  }))

test('a template and a flow retired while a cycle runs on them go on there', () =>
  scenario(async (story) => {
    const { mia, theo } = await shop(story)
    const cycle = await launched(story)
    const { conversationId, templateVersionId } = await participationOf(story, cycle.id, mia)
    await story.settle()
    const hr = story.as(story.hr)
    const template = (await hr.templates.list()).find((one) => one.versionId === templateVersionId)!
    const flowVersions = new Set(cycle.mapping.map(({ flowVersionId }) => flowVersionId))
    const flows = (await hr.flows.list()).filter((one) => flowVersions.has(one.versionId))
    const asked = () => story.as(mia).conversations.get({ id: conversationId })
    const before = await asked()
    await hr.templates.retire({ id: template.id })
    for (const { id } of flows) await hr.flows.retire({ id })
    assert.deepEqual((await asked()).template, before.template)
    assert.ok(before.template.body.sections.length > 0)
    assert.deepEqual((await asked()).refusals, before.refusals)
    const { openable } = story.as(theo).conversations
    assert.ok((await openable()).templates.every(({ id }) => id !== template.id))
  }))

test('closing a cycle deletes nothing and ends nothing twice', () =>
  scenario(async (story) => {
    const { mia } = await shop(story)
    const cycle = await launched(story)
    const api = story.as(story.hr).cycles
    assert.equal((await api.close({ id: cycle.id })).state, 'closed')
    assert.ok(await participationOf(story, cycle.id, mia))
    await assert.rejects(api.close({ id: cycle.id }), {
      code: 'FORBIDDEN',
      message: 'cycles.alreadyClosed',
    })
    assert.equal((await api.monitor({ id: cycle.id })).people, 5)
  }))

test('the days HR sees before launching are the days people get: holidays do not count, a Saturday worked instead does', () =>
  scenario(async (story) => {
    await shop(story)
    await beforeNationalDay(story)
    const { flows, cycles } = story.as(story.hr)
    const base = (await flows.list()).find(({ key }) => key === 'base')!
    const { id } = await flows.start({ from: { versionId: base.versionId, as: 'copy' } })
    const { body, revision } = await flows.draft({ id })
    const stages = body.stages.map((stage) =>
      stage.kind === 'selfAssessment'
        ? { ...stage, due: { from: 'start' as const, days: 5, unit: 'working' as const } }
        : stage,
    )
    const saved = await flows.save({ id, revision, body: { ...body, stages } })
    const { flowId } = await flows.publish({ id, revision: saved.version, note: '' })
    const { versionId: flowVersionId } = await flows.get({ id: flowId })
    const cycle = await ready(story, ({ mapping }) => ({
      startsOn: '2026-09-28',
      mapping: mapping.map((rule) => ({ ...rule, flowVersionId })),
    }))
    const shown = cycle.stages.find(({ key }) => key === 'selfAssessment')
    assert.deepEqual(shown?.dueOn, ['2026-10-10'])
    const { stages: planned, people } = await cycles.dryRun({ id: cycle.id })
    assert.ok(planned.some(({ key, dueOn }) => key === 'selfAssessment' && dueOn === '2026-10-10'))
    await cycles.launch({ id: cycle.id, people })
    await work(story, cycle.id)
    await story.settle()
    const got = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('stage')
        .select('dueOn')
        .distinct()
        .where('kind', '=', 'selfAssessment')
        .execute(),
    )
    assert.deepEqual(got, [{ dueOn: '2026-10-10' }])
  }))
