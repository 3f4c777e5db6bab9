import assert from 'node:assert/strict'
import test from 'node:test'
import { startRuns, complete } from '../flows/queries.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { newId } from '../../platform/ids.ts'
import type { Cycle, Draft } from './contract.ts'
import { cyclesJobs, launch, launchQueue } from './launch/reactions.ts'

const draftIn = ({
  name,
  kind,
  periodFrom,
  periodTo,
  startsOn,
  population,
  mapping,
  deadlines,
  pilot,
}: Cycle): Draft => ({
  name,
  kind,
  periodFrom,
  periodTo,
  startsOn,
  population,
  mapping,
  deadlines,
  pilot,
})

/** A shop with a lead and three people, on 2026-11-21 in Shanghai. */
async function shop(story: Story) {
  await story.settle()
  story.clock.now = new Date('2026-11-21T02:00:00Z')
  // The company was founded long before this day, whenever the test runs.
  await story.services.database.inOrg(story.orgId, async (db) => {
    await db
      .updateTable('roleGrant')
      .set({ fromAt: new Date(0) })
      .execute()
    await db.updateTable('assignment').set({ fromOn: '2020-01-01' }).execute()
  })
  const theo = await story.hire('田超', { manager: story.hr, level: '主管', jobFamily: '生产' })
  const mia = await story.hire('吴刚', { manager: theo, level: '基层', jobFamily: '生产' })
  const lin = await story.hire('丁海燕', { manager: theo, level: '基层', jobFamily: '生产' })
  const new1 = await story.hire('范国庆', { manager: theo, level: '基层', hiredOn: '2026-11-01' })
  return { theo, mia, lin, new1 }
}

/** The HR admin's draft, ready to launch: nobody stands above HR itself. */
async function ready(story: Story, change: (draft: Draft) => Partial<Draft> = () => ({})) {
  const api = story.as(story.hr).cycles
  const cycle = await api.create({ name: '2026 年度结果面谈', kind: 'result' })
  const draft = { ...draftIn(cycle), startsOn: '2026-11-23' }
  const population = { ...draft.population, withoutManager: 'noManagerPart' as const }
  return api.save({
    id: cycle.id,
    version: cycle.version,
    draft: { ...draft, population, ...change({ ...draft, population }) },
  })
}

const work = (story: Story, cycleId: string) =>
  cyclesJobs(story.services)[launchQueue]!({ orgId: story.orgId, cycleId })

async function launched(story: Story, change?: (draft: Draft) => Partial<Draft>): Promise<Cycle> {
  const cycle = await ready(story, change)
  const api = story.as(story.hr).cycles
  const { people } = await api.dryRun({ id: cycle.id })
  await api.launch({ id: cycle.id, people })
  await work(story, cycle.id)
  return api.get({ id: cycle.id })
}

const participationOf = (story: Story, cycleId: string, someone: Someone) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db
      .selectFrom('participation')
      .selectAll()
      .where('cycleId', '=', cycleId)
      .where('personId', '=', someone.personId)
      .executeTakeFirstOrThrow(),
  )

/** Opens the stages of everybody in a cycle, as conversations do. */
const begun = (story: Story, cycleId: string, due: Record<string, string>) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    const all = await db
      .selectFrom('participation')
      .selectAll()
      .where('cycleId', '=', cycleId)
      .execute()
    for (const [flow, some] of Map.groupBy(all, ({ flowVersionId }) => flowVersionId))
      await startRuns(
        db,
        story.orgId,
        some.map(({ conversationId }) => conversationId),
        flow,
        due,
        { ratingExists: true },
        story.clock.now,
      )
  })

const events = (story: Story, kind: string) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db.selectFrom('event').selectAll().where('kind', '=', kind).execute(),
  )

test('a draft proposes the usual templates by level and keeps what HR types', () =>
  scenario(async (story) => {
    await shop(story)
    const api = story.as(story.hr).cycles
    const cycle = await api.create({ name: '', kind: 'result' })
    assert.equal(cycle.state, 'draft')
    assert.deepEqual(
      cycle.mapping.map(({ levels }) => levels),
      [['主管', '中层', '高层'], []],
    )
    assert.deepEqual([cycle.periodFrom, cycle.startsOn], ['2026-01-01', '2026-11-23'])
    const saved = await api.save({
      id: cycle.id,
      version: 1,
      draft: { ...draftIn(cycle), name: '年度' },
    })
    assert.deepEqual([saved.version, saved.name], [2, '年度'])
    await api.discard({ id: cycle.id })
    await assert.rejects(api.get({ id: cycle.id }), { code: 'NOT_FOUND' })
  }))

test('a stale tab is told what stands there; the same text twice is no conflict', () =>
  scenario(async (story) => {
    const api = story.as(story.hr).cycles
    const cycle = await api.create({ name: '', kind: 'result' })
    const draft = { ...draftIn(cycle), name: '年度' }
    await api.save({ id: cycle.id, version: 1, draft })
    assert.equal((await api.save({ id: cycle.id, version: 1, draft })).version, 2)
    await assert.rejects(
      api.save({ id: cycle.id, version: 1, draft: { ...draft, name: '季度' } }),
      (error: { code: string; data: { theirs: { value: Draft; version: number } } }) => {
        assert.equal(error.code, 'CONFLICT')
        assert.deepEqual([error.data.theirs.value.name, error.data.theirs.version], ['年度', 2])
        return true
      },
    )
  }))

test('the dry run says who gets what from whom by when, and writes nothing', () =>
  scenario(async (story) => {
    const { theo, mia, new1 } = await shop(story)
    const api = story.as(story.hr).cycles
    const cycle = await api.create({ name: '年度', kind: 'result' })
    const before = (await events(story, 'cycle.changed')).length
    const dry = await api.dryRun({ id: cycle.id })
    assert.equal(dry.people, 5)
    assert.equal(dry.findings.noManager, 1)
    assert.equal(dry.findings.joinedTooLate, 1)
    assert.deepEqual(dry.obstacles, [{ reason: 'cycles.managerUndecided', count: 1 }])
    assert.deepEqual(
      dry.managers.map(({ manager, talks }) => [manager.name, talks]),
      [
        ['田超', 3],
        ['许宁', 1],
      ],
    )
    assert.equal(
      dry.byMapping.reduce((sum, { people }) => sum + people, 0),
      5,
    )
    const { items, total } = await api.dryRunPeople({ id: cycle.id, limit: 2 })
    assert.equal(total, 5)
    assert.deepEqual(
      items.map(({ person }) => person.employeeNo),
      ['HR001', theo.employeeNo],
    )
    const rest = await api.dryRunPeople({ id: cycle.id, after: theo.employeeNo })
    assert.deepEqual(rest.items.map(({ person, manager }) => [person.id, manager?.id])[0], [
      mia.personId,
      theo.personId,
    ])
    const late = await api.dryRunPeople({ id: cycle.id, finding: 'joinedTooLate' })
    assert.deepEqual(
      late.items.map(({ person }) => person.id),
      [new1.personId],
    )
    assert.equal((await events(story, 'cycle.changed')).length, before)
    await assert.rejects(api.launch({ id: cycle.id, people: 5 }), {
      code: 'FORBIDDEN',
      message: 'cycles.managerUndecided',
    })
  }))

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

test('the monitor counts what is done in time, late, missing and not due, each with its whole', () =>
  scenario(async (story) => {
    const { mia, lin } = await shop(story)
    const cycle = await launched(story, (draft) => ({
      population: { ...draft.population, levels: ['基层'] },
    }))
    await begun(story, cycle.id, {
      selfAssessment: '2026-11-22',
      managerAssessment: '2026-12-01',
      meeting: '2026-12-02',
      talk: '2026-12-03',
      agreement: '2026-12-04',
      signature: '2026-12-05',
      follow: '2027-01-05',
      differenceNote: '2026-11-20',
    })
    const done = async (someone: Someone) => {
      const { conversationId } = await participationOf(story, cycle.id, someone)
      await story.services.database.inOrg(story.orgId, (db) =>
        complete(
          db,
          { orgId: story.orgId, now: story.clock.now },
          conversationId,
          'selfAssessment',
          someone.personId,
        ),
      )
    }
    await done(mia)
    story.clock.now = new Date('2026-11-24T02:00:00Z')
    await done(lin)
    const api = story.as(story.hr).cycles
    const seen = await api.monitor({ id: cycle.id, stage: 'selfAssessment' })
    assert.deepEqual(seen.items, { of: 3, onTime: 1, late: 1, missing: 1, notDue: 0 })
    assert.deepEqual(seen.asOf, story.clock.now)
    assert.deepEqual(
      seen.departments.map(({ name, people, missing }) => [name, people, missing]),
      [['试验工厂', 3, 1]],
    )
    const all = await api.monitor({ id: cycle.id })
    assert.equal(
      all.stages.some(({ key }) => key === 'differenceNote'),
      false,
    )
    assert.equal(
      all.items.of,
      all.items.onTime + all.items.late + all.items.missing + all.items.notDue,
    )
    assert.deepEqual(
      all.standing.find(({ at }) => at === 'prepare'),
      { at: 'prepare', people: 3 },
    )
    const { items: waits, total } = await api.waits({ id: cycle.id })
    assert.equal(total, 3)
    assert.deepEqual(
      [waits[0]!.employee.name, waits[0]!.days, waits[0]!.lateDays, waits[0]!.actor],
      ['范国庆', 3, 2, 'employee'],
    )
    const { items } = await api.participants({ id: cycle.id, state: 'late' })
    assert.deepEqual(
      items.map(({ person, open }) => [person.name, open[0]!.lateDays]),
      [['范国庆', 2]],
    )
    assert.equal((await api.participants({ id: cycle.id, limit: 2 })).total, 3)
  }))

test('E09: a leaver is counted or left out, and says so', () =>
  scenario(async (story) => {
    const { lin } = await shop(story)
    const cycle = await launched(story)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('person')
        .set({ leftOn: '2026-11-22' })
        .where('id', '=', lin.personId)
        .execute(),
    )
    story.clock.now = new Date('2026-11-24T02:00:00Z')
    const api = story.as(story.hr).cycles
    const without = await api.monitor({ id: cycle.id })
    assert.deepEqual([without.people, without.left], [4, 1])
    const withThem = await api.monitor({ id: cycle.id, leavers: true })
    assert.deepEqual([withThem.people, withThem.left], [5, 1])
    assert.deepEqual(
      (await api.list()).map(({ sealed }) => sealed.of),
      [4],
    )
    assert.deepEqual(
      (await api.participants({ id: cycle.id, state: 'left' })).items.map(
        ({ person }) => person.name,
      ),
      ['丁海燕'],
    )
  }))

test('a sealed conversation is counted with its outcome', () =>
  scenario(async (story) => {
    const { mia } = await shop(story)
    const cycle = await launched(story)
    const { conversationId } = await participationOf(story, cycle.id, mia)
    const { cyclesReactions } = await import('./reactions.ts')
    await story.services.database.inOrg(story.orgId, (db) =>
      cyclesReactions['conversation.sealed']!(db, {
        orgId: story.orgId,
        id: newId(),
        kind: 'conversation.sealed',
        subjectId: conversationId,
        personId: mia.personId,
        actorId: null,
        data: { outcome: 'readWithReservation' },
        at: story.clock.now,
      }),
    )
    const seen = await story.as(story.hr).cycles.monitor({ id: cycle.id })
    assert.deepEqual(seen.sealed, { done: 1, of: 5 })
    assert.equal(seen.outcomes.readWithReservation, 1)
    assert.deepEqual(
      (await story.as(story.hr).cycles.list()).map(({ sealed }) => sealed),
      [{ done: 1, of: 5 }],
    )
  }))

test('rights: HR business partners see their departments, management sees counts, others see nothing', () =>
  scenario(async (story) => {
    const { mia, theo } = await shop(story)
    const orgId = story.orgId
    const other = newId()
    await story.services.database.inOrg(orgId, async (db) => {
      const root = await db
        .selectFrom('department')
        .selectAll()
        .where('id', '=', story.departmentId)
        .executeTakeFirstOrThrow()
      await db
        .insertInto('department')
        .values({
          orgId,
          id: other,
          parentId: root.id,
          name: '财务部',
          path: `${root.path}/财务部`,
          createdAt: story.clock.now,
          closedAt: null,
        })
        .execute()
    })
    const zoe = await story.hire('郑会计', {
      manager: story.hr,
      departmentId: other,
      level: '基层',
    })
    const partner = await story.hire('孙伙伴', { manager: story.hr, level: '基层' })
    await story.services.database.inOrg(orgId, (db) =>
      db
        .insertInto('roleGrant')
        .values({
          orgId,
          id: newId(),
          personId: partner.personId,
          role: 'hrbp',
          departmentId: other,
          fromAt: new Date(0),
          toAt: null,
          reason: null,
          grantedBy: null,
          revokedAt: null,
          revokedBy: null,
        })
        .execute(),
    )
    const boss = await story.hire('钱总', {
      manager: story.hr,
      roles: ['executive'],
      level: '高层',
    })
    const auditor = await story.hire('审计', { manager: story.hr, roles: ['auditor'] })
    const draft = await ready(story)
    for (const someone of [partner, boss, auditor]) {
      assert.deepEqual(await story.as(someone).cycles.list(), [])
      await assert.rejects(story.as(someone).cycles.get({ id: draft.id }), { code: 'NOT_FOUND' })
    }
    const cycle = await launched(story)

    const seen = await story.as(partner).cycles.monitor({ id: cycle.id })
    assert.equal(seen.people, 1)
    assert.deepEqual(
      (await story.as(partner).cycles.participants({ id: cycle.id })).items.map(
        ({ person }) => person.id,
      ),
      [zoe.personId],
    )
    assert.deepEqual(
      (await story.as(partner).cycles.list()).map(({ sealed }) => sealed.of),
      [1],
    )

    const counts = await story.as(boss).cycles.monitor({ id: cycle.id })
    assert.deepEqual([counts.people, counts.mayName], [9, false])
    assert.deepEqual(
      counts.departments.map(({ id, people }) => [id, people]),
      [[null, 9]],
    )
    await assert.rejects(story.as(boss).cycles.participants({ id: cycle.id }), {
      code: 'NOT_FOUND',
    })
    await assert.rejects(story.as(boss).cycles.waits({ id: cycle.id }), { code: 'NOT_FOUND' })

    assert.equal((await story.as(auditor).cycles.participants({ id: cycle.id })).total, 9)
    await assert.rejects(story.as(auditor).cycles.close({ id: cycle.id }), {
      code: 'FORBIDDEN',
      message: 'cycles.onlyHr',
    })
    await assert.rejects(story.as(auditor).cycles.dryRun({ id: cycle.id }), { code: 'NOT_FOUND' })

    for (const someone of [mia, theo]) {
      const api = story.as(someone).cycles
      for (const ask of [
        () => api.list(),
        () => api.get({ id: cycle.id }),
        () => api.monitor({ id: cycle.id }),
        () => api.choices(),
        () => api.launch({ id: cycle.id, people: 9 }),
        () => api.create({ name: '', kind: 'result' }),
        () => api.findPeople({ q: '田' }),
      ])
        await assert.rejects(ask(), { code: 'NOT_FOUND' })
    }
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

test('people are found by number, name, pinyin and initials; unknown numbers are named', () =>
  scenario(async (story) => {
    const { mia } = await shop(story)
    const api = story.as(story.hr).cycles
    assert.deepEqual(
      await api.peopleByNumbers({ numbers: [mia.employeeNo, 'X9', mia.employeeNo] }),
      {
        found: [
          { id: mia.personId, name: '吴刚', employeeNo: mia.employeeNo, department: '试验工厂' },
        ],
        unknown: ['X9'],
      },
    )
    for (const q of ['吴刚', 'wugang', 'wg', mia.employeeNo.toLowerCase()])
      assert.deepEqual(
        (await api.findPeople({ q })).map(({ name }) => name),
        ['吴刚'],
      )
    const choices = await api.choices()
    assert.deepEqual(choices.levels, [
      { name: '基层', people: 3 },
      { name: '主管', people: 1 },
      { name: '', people: 1 },
    ])
    assert.equal(choices.departments[0]!.people, 5)
  }))
