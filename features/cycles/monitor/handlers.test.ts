import assert from 'node:assert/strict'
import test from 'node:test'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { begun, launched, participationOf, ready, shop } from '../../../test/support/cycles.ts'
import { scenario, type Someone } from '../../../test/support/scenario.ts'
import { complete } from '../../flows/queries.ts'

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

test('E01: who got another manager is listed until HR decides, and then the monitor names who goes on', () =>
  scenario(async (story) => {
    const { mia, theo } = await shop(story)
    const office = await story.hire('第二位 HR', { roles: ['hrAdmin'], manager: story.hr })
    const next = await story.hire('新主管', { manager: story.hr })
    const cycle = await launched(story)
    await story.settle()
    const { cycles, conversations, org } = story.as(office)
    const waiting = () => cycles.participants({ id: cycle.id, state: 'handOver' })
    assert.equal((await waiting()).total, 0)
    const { departmentId, position, jobFamily, level } = await org.person({ id: mia.personId })
    await org.reassign({
      id: mia.personId,
      fromOn: '2026-11-21',
      departmentId: departmentId!,
      position,
      jobFamily,
      level,
      managerId: next.personId,
    })
    const { items, total } = await waiting()
    assert.deepEqual(
      items.map(({ person, manager, handOver }) => [person.name, manager?.name, handOver]),
      [['吴刚', theo.name, true]],
    )
    assert.equal(total, 1)
    await conversations.changeManager({
      id: items[0]!.conversationId,
      managerId: next.personId,
      choice: 'newRestarts',
      reason: '十一月起由新主管带',
    })
    assert.equal((await waiting()).total, 0)
    const of = await cycles.participants({ id: cycle.id, q: '吴刚' })
    assert.deepEqual(of.items[0]!.manager, { id: next.personId, name: next.name })
    const { items: waits } = await cycles.waits({ id: cycle.id, limit: 50 })
    const leaders = waits.filter(({ employee }) => employee.id === mia.personId)
    assert.ok(leaders.length > 0)
    for (const { manager } of leaders) assert.equal(manager?.name, next.name)
  }))

test('a sealed conversation is counted with its outcome', () =>
  scenario(async (story) => {
    const { mia } = await shop(story)
    const cycle = await launched(story)
    const { conversationId } = await participationOf(story, cycle.id, mia)
    const { cyclesReactions } = await import('../reactions.ts')
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
    await story.settle()

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
    // E18: one cannot ask for what is hidden, nor take the leavers out and in again.
    await assert.rejects(story.as(boss).cycles.monitor({ id: cycle.id, departmentId: other }), {
      code: 'FORBIDDEN',
      message: 'cycles.tooFewToCount',
    })
    await assert.rejects(
      story.as(boss).conversations.fullness({ cycleId: cycle.id, departmentId: other }),
      { message: 'cycles.tooFewToCount' },
    )
    await story.services.database.inOrg(orgId, (db) =>
      db
        .updateTable('person')
        .set({ leftOn: '2026-11-20' })
        .where('id', '=', zoe.personId)
        .execute(),
    )
    for (const leavers of [false, true]) {
      const later = await story.as(boss).cycles.monitor({ id: cycle.id, leavers })
      assert.deepEqual(
        [later.people, later.departments, later.items],
        [9, counts.departments, counts.items],
      )
    }
    await story.services.database.inOrg(orgId, (db) =>
      db.updateTable('person').set({ leftOn: null }).where('id', '=', zoe.personId).execute(),
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

test('whoever is named leads to a talk once it is there, and until then is said to wait for it', () =>
  scenario(async (story) => {
    const { mia, theo } = await shop(story)
    const cycle = await launched(story)
    await story.settle()
    const late = await story.hire('后来的人', { manager: theo })
    const added = {
      ...(await participationOf(story, cycle.id, mia)),
      id: newId(),
      personId: late.personId,
      conversationId: newId(),
    }
    const { orgId, services, clock } = story
    await services.database.inOrg(orgId, (db) =>
      db
        .insertInto('participation')
        .values({ ...added, snapshot: json(added.snapshot) })
        .execute(),
    )
    const { cycles, conversations } = story.as(story.hr)
    const isOpened = async () => {
      const { items } = await cycles.participants({ id: cycle.id })
      for (const one of items) {
        const page = await conversations.get({ id: one.conversationId }).catch(() => null)
        assert.equal(page !== null, one.isOpened)
      }
      return items.find(({ person }) => person.id === late.personId)?.isOpened
    }
    assert.equal(await isOpened(), false)
    assert.equal((await cycles.monitor({ id: cycle.id })).opening, 1)
    await services.database.inOrg(orgId, (db) =>
      record(db, { orgId, actorId: story.hr.personId, now: clock.now }, 'cycle.participantsAdded', {
        subjectId: cycle.id,
        data: { from: added.id, to: added.id, people: 1 },
      }),
    )
    await story.settle()
    assert.equal(await isOpened(), true)
  }))
