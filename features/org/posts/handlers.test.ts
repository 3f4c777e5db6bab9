import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { writeReview } from '../import/applying/handlers.ts'
import { knownPeople } from '../import/applying/queries.ts'
import { judge } from '../import/verdicts/rules.ts'

const todayOf = ({ clock }: Pick<Story, 'clock'>) => dayIn('Asia/Shanghai', clock.now)
const days = 86_400_000
const wait = ({ clock }: Pick<Story, 'clock'>, count: number) => {
  clock.now = new Date(clock.now.getTime() + count * days)
}
const post = (
  person: Someone,
  departmentId: string,
  more: { fromOn: string; manager?: Someone },
) => ({
  id: person.personId,
  departmentId,
  position: '组长',
  jobFamily: null,
  level: null,
  managerId: more.manager?.personId ?? null,
  fromOn: more.fromOn,
})

test('a move planned for next month changes no name, manager, list or count before its day', () =>
  scenario(async (story) => {
    const { hire, as, hr, departmentId } = story
    const today = todayOf(story)
    const [old, next] = [await hire('周晓岚'), await hire('李建国')]
    const mia = await hire('张伟', { manager: old, position: '技工' })
    const { org } = as(hr)
    const seen = async () => ({
      position: (await org.person({ id: mia.personId })).position,
      own: (await as(mia).accounts.me()).position,
      manager: (await org.person({ id: mia.personId })).manager?.name,
      reports: [
        (await org.person({ id: old.personId })).reports,
        (await org.person({ id: next.personId })).reports,
      ],
      under: (await org.people({ manager: next.personId })).people.map(({ name }) => name),
      manages: [(await as(old).accounts.me()).manages, (await as(next).accounts.me()).manages],
      team: (await as(next).notifications.today()).team.map(({ person }) => person.name),
    })
    const now = await seen()
    await org.reassign(post(mia, departmentId, { fromOn: addDays(today, 30), manager: next }))
    assert.deepEqual(await seen(), now)
    wait(story, 29)
    assert.deepEqual(await seen(), now)
    wait(story, 1)
    assert.deepEqual(await seen(), {
      position: '组长',
      own: '组长',
      manager: '李建国',
      reports: [0, 1],
      under: ['张伟'],
      manages: [false, true],
      team: ['张伟'],
    })
  }))

test('whoever leaves on a planned day stands where they stood until then, and nowhere afterwards', () =>
  scenario(async (story) => {
    const { hire, as, hr, departmentId } = story
    const today = todayOf(story)
    const boss = await hire('周晓岚')
    const mia = await hire('何苗', { manager: boss })
    const { org } = as(hr)
    const team = async () => (await as(boss).notifications.today()).team.length
    await org.reassign(post(mia, departmentId, { fromOn: addDays(today, 20), manager: boss }))
    await org.leave({ id: mia.personId, on: addDays(today, 10) })
    // What was planned for after the leaving never comes.
    assert.deepEqual(
      (await org.person({ id: mia.personId })).details!.assignments.map(({ toOn }) => toOn),
      [addDays(today, 10)],
    )
    await assert.rejects(
      org.reassign(post(mia, departmentId, { fromOn: addDays(today, 10), manager: boss })),
      { message: 'org.leavesBefore' },
    )
    // A new post before it ends with it; a later leaving keeps it until then.
    await org.reassign(post(mia, departmentId, { fromOn: addDays(today, 5), manager: boss }))
    await org.leave({ id: mia.personId, on: addDays(today, 12) })
    wait(story, 11)
    assert.deepEqual([await team(), (await as(mia).accounts.me()).position], [1, '组长'])
    wait(story, 1)
    assert.equal(await team(), 0)
    assert.equal((await as(boss).accounts.me()).manages, false)
    await assert.rejects(as(mia).accounts.me())
    const gone = await org.person({ id: mia.personId })
    assert.deepEqual([gone.position, gone.department], ['组长', '试验工厂'])
  }))

test('somebody who joins next month has a post from that day, and no manager counts them before', () =>
  scenario(async (story) => {
    const { hire, as, hr, departmentId } = story
    const boss = await hire('周晓岚')
    const { org } = as(hr)
    const before = (await org.tree()).withoutManager
    const { id } = await org.add({
      employeeNo: 'N1',
      name: '新人',
      email: null,
      phone: null,
      hiredOn: addDays(todayOf(story), 30),
      departmentId,
      position: '学徒',
      jobFamily: null,
      level: null,
      managerId: boss.personId,
    })
    const team = async () => (await as(boss).conversations.openable()).people.length
    assert.deepEqual([await team(), (await org.tree()).withoutManager], [0, before])
    assert.equal((await org.person({ id })).position, '学徒')
    wait(story, 30)
    assert.equal(await team(), 1)
  }))

test('a dotted line gives nobody’s people to the other manager, before its day or on it', () =>
  scenario(async (story) => {
    const { hire, as, hr } = story
    const today = todayOf(story)
    const [boss, other] = [await hire('周晓岚'), await hire('项目经理')]
    const mia = await hire('张伟', { manager: boss })
    await as(hr).org.addDotted({
      id: mia.personId,
      managerId: other.personId,
      fromOn: addDays(today, 3),
      toOn: addDays(today, 9),
    })
    for (const step of [0, 3, 6]) {
      wait(story, step)
      assert.equal((await as(other).accounts.me()).manages, false)
      assert.deepEqual((await as(other).conversations.openable()).people, [])
      assert.equal((await as(hr).org.person({ id: mia.personId })).manager?.name, '周晓岚')
      assert.equal((await as(boss).conversations.openable()).people.length, 1)
    }
  }))

test('E15: a line that would close a loop only on the day of somebody’s planned move is refused', () =>
  scenario(async (story) => {
    const { hire, as, hr, departmentId } = story
    const today = todayOf(story)
    const anna = await hire('安娜')
    const ben = await hire('本')
    const { org } = as(hr)
    await org.reassign(post(anna, departmentId, { fromOn: addDays(today, 20), manager: ben }))
    const under = (fromOn: string) =>
      org.reassign(post(ben, departmentId, { fromOn, manager: anna }))
    await assert.rejects(under(today), { message: 'org.managerLoop' })
    await assert.rejects(under(addDays(today, 40)), { message: 'org.managerLoop' })
    await org.reassign(post(anna, departmentId, { fromOn: addDays(today, 20) }))
    await under(today)
  }))

type Step =
  | { does: 'move'; inDays: number }
  | { does: 'leave'; inDays: number }
  | { does: 'return' }
  | { does: 'wait'; days: number }
  | { does: 'import'; position: string; leavesIn: number | null; gone: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('move' as const), inDays: fc.integer({ min: -3, max: 30 }) }),
  fc.record({ does: fc.constant('leave' as const), inDays: fc.integer({ min: -3, max: 30 }) }),
  fc.record({ does: fc.constant('return' as const) }),
  fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    does: fc.constant('import' as const),
    position: fc.constantFrom('甲', '乙'),
    leavesIn: fc.option(fc.integer({ min: 1, max: 30 })),
    gone: fc.boolean(),
  }),
)

test('whatever is moved, planned, imported, left and taken back: one post a day while here, none after', () =>
  scenario(async (story) => {
    const { hire, as, hr, departmentId } = story
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const mia = await hire('张伟')
        for (const each of steps) await take(mia, each)
        const person = await as(hr).org.person({ id: mia.personId })
        const posts = person.details!.assignments
        const today = todayOf(story)
        for (let ahead = 0; ahead <= 60; ahead++) {
          const day = addDays(today, ahead)
          const held = posts.filter(({ fromOn, toOn }) => fromOn <= day && (!toOn || toOn > day))
          const here = !person.leftOn || person.leftOn > day
          assert.equal(held.length, here ? 1 : 0, `${day}: ${JSON.stringify(posts)}`)
        }
      }),
      { numRuns: 40 },
    )

    async function take(mia: Someone, each: Step) {
      const { org } = as(hr)
      const on = 'inDays' in each ? addDays(todayOf(story), each.inDays) : ''
      // What is not possible now is refused, and changes nothing.
      const refusals = /^org\.(hasLeft|isHere|postBeforePost|leavesBefore|endsBeforeStart)$/
      const asked =
        each.does === 'wait'
          ? wait(story, each.days)
          : each.does === 'move'
            ? org.reassign(post(mia, departmentId, { fromOn: on }))
            : each.does === 'leave'
              ? org.leave({ id: mia.personId, on })
              : each.does === 'return'
                ? org.return({ id: mia.personId, departmentId, managerId: null })
                : roster(story, mia, each)
      await Promise.resolve(asked).catch((error: Error) => assert.match(error.message, refusals))
    }
  }))

async function roster(story: Story, mia: Someone, row: Extract<Step, { does: 'import' }>) {
  const { services, orgId, hr, clock } = story
  const today = todayOf(story)
  await services.database.inOrg(orgId, async (db) => {
    const people = await knownPeople(db, orgId, today)
    const review = judge({
      rows: [
        {
          line: 2,
          cells: [
            mia.employeeNo,
            mia.name,
            '试验工厂',
            row.position,
            row.leavesIn === null ? '' : addDays(today, row.leavesIn),
            row.gone ? '离职' : '在职',
          ],
        },
      ],
      mapping: {
        employeeNo: [0],
        name: [1],
        department: [2],
        position: [3],
        leftOn: [4],
        status: [5],
      },
      choices: { lines: {}, all: {} },
      people,
      today,
      levels: [],
      coverage: 'part',
      absent: 'keep',
      importerNo: hr.employeeNo,
    })
    assert.deepEqual(review.rows[0]!.faults, [])
    await writeReview(db, { orgId, actorId: hr.personId, now: clock.now, today }, review, people)
  })
}

test('the database itself refuses two primary posts on one day', () =>
  scenario(async ({ hire, services, orgId, departmentId, clock }) => {
    const mia = await hire('张伟', { hiredOn: '2024-01-01' })
    const another = (from: string, to: string) =>
      services.database.inOrg(orgId, (db) =>
        sql`insert into assignment (org_id, id, person_id, department_id, kind, from_on, to_on, created_at)
            values (${orgId}, ${newId()}, ${mia.personId}, ${departmentId}, 'primary', ${from}, ${to}, ${clock.now})`.execute(
          db,
        ),
      )
    await assert.rejects(another('2023-01-01', '2024-01-02'), { code: '23P01' })
    await another('2023-01-01', '2024-01-01')
  }))
