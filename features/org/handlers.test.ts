import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../test/support/scenario.ts'
import { addDays, dayIn } from '../../platform/clock.ts'

const role = (name: 'hrAdmin' | 'hrbp' | 'auditor' | 'securityAdmin' | 'itAdmin') => ({
  role: name,
  departmentId: null,
  toAt: null,
  reason: null,
})

test('people are found by name, pinyin, initials and number, a page at a time', () =>
  scenario(async ({ hr, hire, as }) => {
    for (const name of ['吕布', '欧阳远山', '王𠮷', '单雄信', '张伟', '张伟']) await hire(name)
    const api = as(hr).org
    const names = async (q: string) => (await api.people({ q })).people.map((person) => person.name)
    assert.deepEqual(await names('欧阳'), ['欧阳远山'])
    assert.deepEqual(await names('ouyang y'), ['欧阳远山'])
    assert.deepEqual(await names('OYYS'), ['欧阳远山'])
    assert.deepEqual(await names('lvbu'), ['吕布'])
    assert.deepEqual(await names('shan'), ['单雄信'])
    assert.deepEqual(await names('𠮷'), ['王𠮷'])
    assert.deepEqual(await names('t0005'), ['张伟'])
    assert.deepEqual(await names("%_'"), [])
    const seen: string[] = []
    let after: { sound: string; id: string } | undefined
    do {
      const page = await api.people({ limit: 2, after })
      seen.push(...page.people.map((person) => person.employeeNo))
      after = page.next ?? undefined
    } while (after)
    assert.equal(new Set(seen).size, 7)
    assert.equal(seen.length, 7)
  }))

test('the tree counts everybody below, and leavers no more', () =>
  scenario(async ({ hr, hire, as, departmentId, clock }) => {
    const api = as(hr).org
    const boss = await hire('总经理')
    const leaver = await hire('何苗', { manager: boss })
    await api.leave({ id: leaver.personId, on: dayIn('Asia/Shanghai', clock.now) })
    const tree = await api.tree()
    assert.deepEqual(
      tree.departments.map(({ people, total }) => [people, total]),
      [[2, 2]],
    )
    assert.equal((await api.people({ departmentId })).people.length, 2)
    assert.deepEqual(
      (await api.people({ status: 'left' })).people.map((person) => person.name),
      ['何苗'],
    )
  }))

test('contact data, posts and roles are for the person and HR; others see who somebody is', () =>
  scenario(async ({ hr, hire, as }) => {
    const theo = await hire('周晓岚')
    const mia = await hire('陈一鸣', { manager: theo })
    await as(hr).org.edit({
      id: mia.personId,
      name: '陈一鸣',
      email: 'Mia@Example.com',
      phone: '1000',
      gender: null,
      hiredOn: '2020-01-01',
    })
    const seenByTheo = await as(theo).org.person({ id: mia.personId })
    assert.deepEqual(
      [seenByTheo.name, seenByTheo.manager?.name, seenByTheo.details, seenByTheo.grants],
      ['陈一鸣', '周晓岚', null, null],
    )
    assert.equal((await as(mia).org.person({ id: mia.personId })).details?.email, 'mia@example.com')
    assert.equal(seenByTheo.refusals.reassign, 'org.hrOnly')
    const change = {
      id: mia.personId,
      name: '黑',
      email: null,
      phone: null,
      gender: null,
      hiredOn: null,
    }
    await assert.rejects(as(theo).org.edit(change), { code: 'FORBIDDEN', message: 'org.hrOnly' })
    await assert.rejects(as(theo).org.person({ id: '0199aa00-0000-7000-8000-000000000001' }), {
      code: 'NOT_FOUND',
    })
  }))

test('an HR partner sees the details of their departments only', () =>
  scenario(async ({ hr, hire, as, departmentId }) => {
    const partner = await hire('何苗')
    const mia = await hire('陈一鸣')
    await as(hr).org.grant({ ...role('hrbp'), id: partner.personId, departmentId })
    assert.ok((await as(partner).org.person({ id: mia.personId })).details)
    const own = await as(mia).org.person({ id: mia.personId })
    assert.deepEqual(own.seenBy, [
      { role: 'hrAdmin', name: '许宁' },
      { role: 'hrbp', name: '何苗' },
    ])
    assert.equal((await as(hr).org.person({ id: mia.personId })).seenBy, null)
    await as(hr).org.import.list()
    await assert.rejects(as(partner).org.import.list(), { code: 'NOT_FOUND' })
  }))

test('E15: a manual change of manager cannot close a loop, whatever its length', () =>
  scenario(async ({ hr, hire, as, departmentId, clock }) => {
    const today = dayIn('Asia/Shanghai', clock.now)
    const anna = await hire('安娜')
    const ben = await hire('本', { manager: anna })
    const cleo = await hire('克', { manager: ben })
    const post = {
      id: anna.personId,
      fromOn: today,
      departmentId,
      position: '',
      jobFamily: null,
      level: null,
    }
    await assert.rejects(
      as(hr).org.reassign({ ...post, managerId: cleo.personId }),
      (error: { data: { reason: string; params: { loop: string } } }) => {
        assert.equal(
          error.data.params.loop,
          '安娜（T0001） → 克（T0003） → 本（T0002） → 安娜（T0001）',
        )
        return error.data.reason === 'org.managerLoop'
      },
    )
    await assert.rejects(as(hr).org.reassign({ ...post, managerId: anna.personId }), {
      message: 'org.managerSelf',
    })
    await as(hr).org.leave({ id: cleo.personId, on: today })
    await assert.rejects(as(hr).org.reassign({ ...post, managerId: cleo.personId }), {
      message: 'org.managerLeft',
    })
  }))

test('a new post begins on its day and the one before ends there; a planned one replaces a planned one', () =>
  scenario(async ({ hr, hire, as, departmentId, clock }) => {
    const today = dayIn('Asia/Shanghai', clock.now)
    const theo = await hire('周晓岚')
    const mia = await hire('陈一鸣', { hiredOn: '2021-03-01' })
    const api = as(hr).org
    const post = {
      id: mia.personId,
      departmentId,
      position: '组长',
      jobFamily: null,
      level: '主管',
      managerId: theo.personId,
    }
    await api.reassign({ ...post, fromOn: addDays(today, 30) })
    const planned = await api.reassign({
      ...post,
      fromOn: addDays(today, 10),
      managerId: hr.personId,
    })
    assert.deepEqual(
      planned.details!.assignments.map(({ fromOn, toOn, manager }) => [
        fromOn,
        toOn,
        manager?.name ?? null,
      ]),
      [
        [addDays(today, 10), null, '许宁'],
        ['2021-03-01', addDays(today, 10), null],
      ],
    )
    assert.equal(planned.manager, null)
    clock.now = new Date(clock.now.getTime() + 10 * 86_400_000)
    assert.equal((await api.person({ id: mia.personId })).manager?.name, '许宁')
    await assert.rejects(api.reassign({ ...post, fromOn: '2020-01-01' }), {
      message: 'org.postBeforePost',
    })
  }))

test('a leaver is signed out at once, keeps the history, and comes back as the same person', () =>
  scenario(async ({ hr, hire, as, departmentId, clock }) => {
    const today = dayIn('Asia/Shanghai', clock.now)
    const mia = await hire('陈一鸣', { manager: hr })
    await as(mia).accounts.me()
    const gone = await as(hr).org.leave({ id: mia.personId, on: today })
    assert.deepEqual([gone.leftOn, gone.refusals.reassign], [today, 'org.hasLeft'])
    await assert.rejects(as(mia).accounts.me(), { message: 'app.signedOut' })
    const back = await as(hr).org.return({ id: mia.personId, departmentId, managerId: hr.personId })
    assert.deepEqual([back.leftOn, back.details!.assignments.length], [null, 2])
    await as(mia).accounts.me()
  }))

test('nobody lets themselves go, and the last HR admin stays', () =>
  scenario(async ({ hr, hire, as }) => {
    const second = await hire('何苗', { roles: ['hrAdmin'] })
    await assert.rejects(as(hr).org.leave({ id: hr.personId, on: '2026-12-31' }), {
      message: 'org.notYourself',
    })
    const own = (await as(second).org.person({ id: hr.personId })).grants!
    await as(second).org.revoke({ id: hr.personId, grantId: own[0]!.id })
    const last = (await as(second).org.person({ id: second.personId })).grants!
    await assert.rejects(as(second).org.revoke({ id: second.personId, grantId: last[0]!.id }), {
      message: 'org.lastHrAdmin',
    })
  }))

test('I2 and I4: roles exclude each other, nobody gives one to themselves, an audit ends', () =>
  scenario(async ({ hr, hire, as, departmentId, clock }) => {
    const api = as(hr).org
    const mia = await hire('陈一鸣')
    const grant = (name: Parameters<typeof role>[0], more = {}) =>
      api.grant({ ...role(name), id: mia.personId, ...more })
    await assert.rejects(api.grant({ ...role('itAdmin'), id: hr.personId }), {
      message: 'org.noGrantToSelf',
    })
    await assert.rejects(grant('hrbp'), { message: 'org.grantNeedsDepartment' })
    await assert.rejects(grant('itAdmin', { departmentId }), { message: 'org.grantIsForAll' })
    await assert.rejects(grant('auditor'), { message: 'org.auditorNeedsEnd' })
    const asked = await grant('auditor', { toAt: new Date(clock.now.getTime() + 86_400_000) })
    assert.deepEqual([asked.grants, asked.proposals!.length], [[], 1], 'an audit is given by two')
    const second = await hire('第二位 HR', { roles: ['hrAdmin'] })
    await as(second).org.decide({ proposalId: asked.proposals![0]!.id, accept: true })
    for (const other of ['itAdmin', 'securityAdmin', 'hrAdmin'] as const)
      await assert.rejects(grant(other), { message: 'org.rolesExclude' }, other)
    await assert.rejects(as(mia).org.grant({ ...role('hrAdmin'), id: hr.personId }), {
      message: 'org.grantsBySecurity',
    })
  }))

test('with a security administrator every role takes two people of two offices', () =>
  scenario(async ({ hr, hire, as, departmentId }) => {
    const guard = await hire('门卫', { roles: ['securityAdmin'] })
    const mia = await hire('陈一鸣')
    const proposed = await as(hr).org.grant({ ...role('hrbp'), id: mia.personId, departmentId })
    assert.deepEqual([proposed.grants, proposed.proposals!.length], [[], 1])
    const proposalId = proposed.proposals![0]!.id
    await assert.rejects(as(hr).org.decide({ proposalId, accept: true }), {
      message: 'org.secondPersonBySecurity',
    })
    await assert.rejects(as(mia).org.decide({ proposalId, accept: true }), { code: 'NOT_FOUND' })
    const decided = await as(guard).org.decide({ proposalId, accept: true })
    assert.deepEqual(
      [decided.grants!.map((grant) => grant.role), decided.proposals],
      [['hrbp'], []],
    )
    const other = await as(guard).org.grant({
      ...role('itAdmin'),
      id: (await hire('网管')).personId,
    })
    await assert.rejects(
      as(guard).org.decide({ proposalId: other.proposals![0]!.id, accept: true }),
      { message: 'org.secondPerson' },
    )
    assert.equal(
      (await as(hr).org.decide({ proposalId: other.proposals![0]!.id, accept: false })).grants!
        .length,
      0,
    )
  }))

test('a link lets its person in once, within a week, and an older link no more', () =>
  scenario(async ({ hr, hire, as, stranger, services, orgId }) => {
    const mia = await hire('陈一鸣')
    const first = await as(hr).org.invite({ id: mia.personId })
    const second = await as(hr).org.invite({ id: mia.personId })
    await assert.rejects(stranger.joining.invitation({ token: first.token }), {
      message: 'joining.invitationUnknown',
    })
    assert.equal((await stranger.joining.invitation({ token: second.token })).name, '陈一鸣')
    const stored = await services.database.inOrg(orgId, (db) =>
      db.selectFrom('invitation').selectAll().execute(),
    )
    assert.equal(JSON.stringify(stored).includes(second.token.split('.')[1]!), false)
    await assert.rejects(as(mia).org.invite({ id: hr.personId }), { message: 'org.hrOnly' })
  }))

test('a link goes by mail only where mail goes out and there is an address, and HR hears which is missing', () =>
  scenario(async ({ hr, hire, as }) => {
    const mia = await hire('陈一鸣')
    const { org } = as(hr)
    const byMail = () => org.invite({ id: mia.personId, byMail: true })
    await assert.rejects(byMail(), { message: 'org.noMailAddress' })
    const { details, ...person } = await org.person({ id: mia.personId })
    await org.edit({
      id: mia.personId,
      name: person.name,
      email: 'mia@example.com',
      phone: null,
      gender: null,
      hiredOn: details!.hiredOn,
    })
    assert.equal((await org.person({ id: mia.personId })).refusals.inviteByMail, 'org.mailIsOff')
    await assert.rejects(byMail(), { message: 'org.mailIsOff' })
  }))
