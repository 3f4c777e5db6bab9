import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { checkOrganization, openFindings } from '../../features/admin/selfcheck/queries.ts'
import { evidenceFile } from '../../features/conversations/record/export/handlers.ts'
import { verify } from '../../features/sealing/verifier/rules.ts'
import { seedPartOfDemo } from '../../test/support/demo.ts'
import { newStory } from '../../test/support/scenario.ts'
import { asKnown, throughDoor } from '../door.ts'
import { apiFor } from '../router.ts'
import type { Actor } from '../../features/accounts/policy.ts'
import type { OrganizationTable } from '../../platform/database.ts'
import { demoPicks } from './picks.ts'

type Demo = Awaited<ReturnType<typeof newStory>> & { org: OrganizationTable }

describe('the demo company', () => {
  let demo: Demo
  before(async () => {
    const story = await newStory()
    const { services } = story
    const orgId = await seedPartOfDemo(services)
    const org = await services.database.inOrg(orgId, (db) =>
      db.selectFrom('organization').selectAll().where('id', '=', orgId).executeTakeFirstOrThrow(),
    )
    demo = { ...story, org }
  })
  after(() => demo.close())

  const actor = async (employeeNo: string): Promise<Actor> => {
    const { services, org } = demo
    return services.database.inOrg(org.id, async (db) => {
      const person = await db
        .selectFrom('person')
        .select(['id', 'name', 'accountId'])
        .where('orgId', '=', org.id)
        .where('employeeNo', '=', employeeNo)
        .executeTakeFirstOrThrow()
      const grants = await db
        .selectFrom('roleGrant')
        .select('role')
        .where('orgId', '=', org.id)
        .where('personId', '=', person.id)
        .execute()
      return {
        accountId: person.accountId ?? '',
        personId: person.id,
        orgId: org.id,
        sessionId: person.id,
        name: person.name,
        locale: 'zh-CN',
        roles: grants.map(({ role }) => ({ role, departmentId: null, departmentIds: [] })),
        ip: '10.0.0.7',
        userAgent: 'test',
        steppedUpAt: null,
      }
    })
  }
  const as = async (employeeNo: string) =>
    apiFor(
      demo.services,
      asKnown({ actor: await actor(employeeNo), org: demo.org }),
      () => new Date(),
    )

  test('everybody in the picker exists and finds something to do or to read', async () => {
    const picks = demo.org.settings.picks as { personId: string }[]
    assert.equal(picks.length, demoPicks.length)
    for (const { employeeNo } of demoPicks) {
      const api = await as(employeeNo)
      const { items } = await api.conversations.list({ limit: 100 })
      assert.ok(items.length > 0, `${employeeNo} sees no conversation`)
    }
  })

  test('HR finds a finished survey in which managers and employees see different things', async () => {
    const { surveys } = await as('YX0004')
    const [survey] = await surveys.list()
    const { result } = await surveys.report({ id: survey!.id })
    const { manager, employee } = result!.views.who
    assert.ok(manager!.choices.both! / manager!.people > 0.6)
    assert.ok(employee!.choices.manager! / employee!.people > 0.5)
    assert.ok(result!.departments.length > 2 && result!.remarks.length > 1)
  })

  test('HR finds what departments are looked at by, and what was decided about the mechanism', async () => {
    const { goals, cycles } = await as('YX0004')
    const { periods } = await goals.indicators.list({
      periodFrom: '2020-01-01',
      periodTo: '2020-03-31',
    })
    assert.ok(periods.length === 2 && periods.every(({ count }) => count > 3))
    assert.equal((await cycles.mechanism.get()).decisions.length, 1)
  })

  test('whoever runs the rooms finds them, with talks ahead in them', async () => {
    const { rooms } = (await as('YX0124')).scheduling
    assert.equal((await rooms.list()).length, 3)
    assert.ok((await rooms.bookings({})).length > 0)
  })

  test('a foreman finds his shift at every point of the way, and can open each', async () => {
    const api = await as('YX0012')
    const { items } = await api.conversations.list({ view: 'manager', limit: 100 })
    const phases = new Set(items.map(({ phase }) => phase))
    assert.deepEqual([...phases].sort(), ['agree', 'closed', 'follow', 'prepare', 'talk'])
    for (const { id } of items) assert.equal((await api.conversations.get({ id })).id, id)
  })

  test('the employee reads the page that waits for her', async () => {
    const api = await as('YX0031')
    const { items } = await api.conversations.list({ limit: 100 })
    const waiting = items.find(({ yourTurn }) => yourTurn)
    assert.equal(waiting?.phase, 'agree')
    const { page } = await api.conversations.readPage({ id: waiting?.id ?? '' })
    assert.match(JSON.stringify(page), /钛轴/)
  })

  test('the next talk opens with the last promises, kept and not kept', async () => {
    const api = await as('YX0031')
    const { items } = await api.conversations.list({ limit: 100 })
    const mid = items.find(({ kind }) => kind === 'midReview')
    const { items: promises } = await api.commitments.last({ conversationId: mid?.id ?? '' })
    const states = promises.map(({ state }) => state)
    assert.deepEqual(states.sort(), ['done', 'done', 'done', 'notDone'])
    assert.ok(promises.every(({ state, reason }) => state !== 'notDone' || reason))
  })

  test('somebody asked for HR, and whoever heads it finds the case among what waits', async () => {
    const cases = await (await as('YX0004')).conversations.intervention.list()
    const asked = cases.find(({ employee }) => employee.employeeNo === 'YX0108')
    assert.equal(asked?.state, 'waiting')
  })

  test('every outcome is among the sealed: agreed, with reservation, refused, not answered', async () => {
    const { services, org } = demo
    const outcomes = await services.database.inOrg(org.id, (db) =>
      db
        .selectFrom('conversation')
        .select('outcome')
        .distinct()
        .where('orgId', '=', org.id)
        .where('sealedAt', 'is not', null)
        .execute(),
    )
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), [
      'agreed',
      'notAnswered',
      'readWithReservation',
      'refused',
    ])
  })

  test('every sealed record verifies', async () => {
    const { services, org } = demo
    const sealed = await services.database.inOrg(org.id, (db) =>
      db
        .selectFrom('conversation')
        .select(['id', 'title', 'sealedAt'])
        .where('orgId', '=', org.id)
        .where('sealedAt', 'is not', null)
        .execute(),
    )
    assert.ok(sealed.length > 40)
    const who = { actor: await actor('YX0003'), org }
    for (const { id, title } of sealed) {
      const file = await throughDoor(services, asKnown(who), new Date(), (context) =>
        evidenceFile(context, id, { reason: '内审抽查' }),
      )
      assert.equal((await verify(file.bytes)).verdict, 'intact', title)
    }
  })

  test('the nightly self-check finds nothing in it', async () => {
    await checkOrganization(demo.services.database, demo.org, () => new Date())
    const found = await demo.services.database.inOrg(demo.org.id, (db) =>
      openFindings(db, demo.org.id),
    )
    assert.deepEqual(
      found.map(({ kind, part, subjectId }) => `${kind} ${part} ${subjectId}`),
      [],
    )
  })

  test('what was sealed a year ago was signed a year ago', async () => {
    const { services, org } = demo
    const [first] = await services.database.inOrg(org.id, (db) =>
      db
        .selectFrom('signature')
        .select('at')
        .where('orgId', '=', org.id)
        .orderBy('at')
        .limit(1)
        .execute(),
    )
    const days = (Date.now() - (first?.at.getTime() ?? 0)) / 86_400_000
    assert.ok(days > 340 && days < 400, `${days} days`)
  })

  test('every talk that was held in person or by phone has a time for each of its steps', async () => {
    const { services, org } = demo
    const { rows } = await services.database.inOrg(org.id, (db) =>
      sql<{ steps: number; talks: number }>`
        select steps::int, count(*)::int as talks from (
          select c.id, count(distinct s.step_key) as steps from conversation c
            left join talk_step s on s.org_id = c.org_id and s.conversation_id = c.id
           where c.org_id = ${org.id} and c.sealed_at is not null and c.talk_ended_at is not null
             and c.channel in ('inPerson', 'phone')
           group by c.id) talk group by steps order by talks desc`.execute(db),
    )
    const short = rows.filter(({ steps }) => steps < 3)
    assert.deepEqual(short, [], JSON.stringify(rows))
    assert.ok(rows[0]!.steps >= 6, JSON.stringify(rows))
  })

  test('who left in the middle of the cycle has a closed conversation', async () => {
    const { services, org } = demo
    const { personId } = await actor('YX0103')
    const closed = await services.database.inOrg(org.id, (db) =>
      db
        .selectFrom('conversation')
        .select('closedReason')
        .where('orgId', '=', org.id)
        .where('employeeId', '=', personId)
        .where('closedAt', 'is not', null)
        .execute(),
    )
    assert.deepEqual(closed, [{ closedReason: 'left' }])
  })

  test('asked again, the demo that is there is the demo', async () => {
    const { services, org } = demo
    assert.equal(await seedPartOfDemo(services), org.id)
  })
})
