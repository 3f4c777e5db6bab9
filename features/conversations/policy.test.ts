import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Role } from '../accounts/policy.ts'
import { newId } from '../../platform/ids.ts'
import { moved } from '../../test/support/moves.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { inCycle, signedAndSealed, talkBetween } from '../../test/support/talks.ts'
import { relations } from './contract.ts'
import { cells, may, relationsOf, type Edges } from './policy.ts'
import { findConversation, sightOf, visibleTo } from './queries.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

const someone = (roles: Role[] = []) => ({
  actor: {
    accountId: 'a',
    orgId: 'o',
    personId: 'me',
    sessionId: 's',
    name: '我',
    locale: 'zh-CN' as const,
    ip: '',
    userAgent: '',
    steppedUpAt: null,
    roles: roles.map((role) => ({ role, departmentId: null, departmentIds: [] })),
  },
  now: new Date(),
  today: '2026-11-21',
})
const strangers: Edges = {
  employeeId: 'them',
  managerId: 'boss',
  lineManagerId: 'boss',
  isAboveViewer: false,
  wasViewers: false,
  departmentId: 'd',
  currentLineId: 'boss',
  currentLineSince: '2020-01-01',
  secondLineId: 'top',
  isDelegated: false,
  isGlassBroken: false,
  sealedAt: null,
  closedAt: null,
}

test('on one’s own record every role is an employee’s', () => {
  const roles: Role[] = [
    'hrAdmin',
    'hrbp',
    'auditor',
    'securityAdmin',
    'itAdmin',
    'executive',
    'facilitator',
  ]
  assert.deepEqual(
    relationsOf(someone(roles), {
      ...strangers,
      employeeId: 'me',
      managerId: 'boss',
      currentLineId: 'me',
    }),
    ['employee'],
  )
})

test('no grants together give an IT or security administrator anything', () => {
  for (const technical of ['itAdmin', 'securityAdmin'] as const)
    assert.deepEqual(
      relationsOf(someone([technical, 'hrAdmin', 'hrbp', 'auditor', 'executive']), strangers),
      [],
    )
})

test('executives, facilitators and peers have no conversation of others', () => {
  assert.deepEqual(relationsOf(someone(['executive', 'facilitator']), strangers), [])
})

test('HR does not reach its own line', () => {
  assert.deepEqual(
    relationsOf(someone(['hrAdmin', 'hrbp']), { ...strangers, isAboveViewer: true }),
    [],
  )
  assert.deepEqual(relationsOf(someone(['hrAdmin', 'hrbp']), strangers), ['hrbp', 'hrAdmin'])
})

test('a former manager reads what he took part in for a year, and not a day longer', () => {
  const mine = { ...strangers, managerId: 'me', lineManagerId: 'me', currentLineId: 'boss' }
  assert.deepEqual(relationsOf(someone(), { ...mine, currentLineSince: '2025-11-22' }), [
    'formerManager',
  ])
  assert.deepEqual(relationsOf(someone(), { ...mine, currentLineSince: '2025-11-21' }), [])
  assert.deepEqual(relationsOf(someone(), { ...mine, currentLineId: 'me' }), ['manager'])
})

// Who reads what, said once more by hand: the policy's table is not its own judge.
const readers: Record<keyof typeof cells, readonly string[]> = {
  status: ['employee'],
  selfDraft: ['employee'],
  selfOpen: ['employee', 'manager', 'delegate', 'hrbp', 'breakGlass'],
  managerDraft: ['manager'],
  managerOpen: ['employee', 'manager', 'delegate', 'hrbp'],
  rating: ['employee', 'manager', 'delegate', 'secondLine', 'hrbp'],
  jointDraft: ['employee', 'manager', 'delegate'],
  awaiting: ['employee', 'manager', 'delegate', 'formerManager', 'hrbp'],
  signedByOne: ['employee', 'manager', 'delegate', 'formerManager', 'nextManager', 'hrbp'],
  sealed: [
    'employee',
    'manager',
    'formerManager',
    'nextManager',
    'secondLine',
    'hrbp',
    'hrAdmin',
    'auditor',
  ],
  hrNote: ['hrbp'],
  evidence: ['employee', 'hrAdmin', 'auditor'],
  bundle: [],
}
for (const [resource, allowed] of Object.entries(readers))
  test(`${resource} is read by ${allowed.join(', ') || 'nobody'} and denied to all others`, () => {
    const found = relations.filter((relation) =>
      may([relation], 'R', resource as keyof typeof cells),
    )
    assert.deepEqual(found.toSorted(), [...allowed].toSorted())
  })

test('exporting is for the employee, HR and auditors', () => {
  assert.deepEqual(
    relations.filter((relation) => may([relation], 'E', 'bundle')),
    ['employee', 'hrbp', 'hrAdmin', 'auditor'],
  )
})

test('a conversation does not exist for a peer, whatever he asks of it', () =>
  scenario(async (story) => {
    const { conversationId: id } = await signedAndSealed(story, { text: '只给双方看的话' })
    const { conversations } = story.as(await story.hire('路人'))
    await assert.rejects(conversations.get({ id }), { code: 'NOT_FOUND' })
    await assert.rejects(conversations.sealedRecord({ id }), { code: 'NOT_FOUND' })
    await assert.rejects(conversations.get({ id: newId() }), { code: 'NOT_FOUND' })
    assert.deepEqual((await conversations.list({})).items, [])
    assert.deepEqual(await conversations.archive({ text: '只给双方看的话' }), {
      items: [],
      next: null,
      total: 0,
    })
  }))

test('HR sees the status of what is under way and no word; a sealed record with a reason the employee sees', () =>
  scenario(async (story) => {
    const running = await talkBetween(story, 'talk', { text: '还在谈的话' })
    const { conversations } = story.as(story.hr)
    const status = await conversations.get({ id: running.id })
    assert.equal(status.relation, 'hrAdmin')
    assert.ok(!JSON.stringify({ ...status, template: null }).includes('还在谈的话'))
    const sealed = await signedAndSealed(story, { text: '已经封存的话' })
    assert.ok(
      !JSON.stringify({
        ...(await conversations.get({ id: sealed.conversationId })),
        template: null,
      }).includes('已经封存的话'),
    )
    await assert.rejects(
      conversations.sealedRecord({ id: sealed.conversationId }),
      refused('conversations.reasonFirst'),
    )
    const record = await conversations.sealedRecord({
      id: sealed.conversationId,
      reason: '复核年度名单',
    })
    assert.ok(JSON.stringify(record.page).includes('已经封存的话'))
    const seen = await story
      .as(sealed.employee)
      .conversations.sealedRecord({ id: sealed.conversationId })
    assert.deepEqual(
      seen.readings.map(({ name, kind, reason }) => [name, kind, reason]),
      [['许宁', 'read', '复核年度名单']],
    )
    assert.deepEqual(
      (await story.as(sealed.manager).conversations.sealedRecord({ id: sealed.conversationId }))
        .readings,
      [],
    )
  }))

test('address and device of a signature are for the employee, not for the manager', () =>
  scenario(async (story) => {
    const { conversationId: id, employee, manager } = await signedAndSealed(story, { text: '话' })
    const mine = await story.as(employee).conversations.sealedRecord({ id })
    const theirs = await story.as(manager).conversations.sealedRecord({ id })
    assert.ok(mine.signatures.every(({ ip }) => ip === '10.0.0.7'))
    assert.ok(theirs.signatures.every(({ ip, userAgent }) => ip === null && userAgent === null))
    assert.ok(!JSON.stringify(theirs.document).includes('10.0.0.7'))
    assert.equal(theirs.exportRefusal, 'conversations.exportNotYours')
  }))

test('whoever stands above now reads what was sealed before; the one before keeps his own', () =>
  scenario(async (story) => {
    const {
      conversationId: id,
      employee,
      manager,
    } = await signedAndSealed(story, { text: '去年的话' })
    const next = await story.hire('新主管')
    await assert.rejects(story.as(next).conversations.get({ id }), { code: 'NOT_FOUND' })
    await moved(story, employee, next)
    assert.equal((await story.as(next).conversations.get({ id })).relation, 'nextManager')
    assert.ok(
      JSON.stringify((await story.as(next).conversations.sealedRecord({ id })).page).includes(
        '去年的话',
      ),
    )
    assert.equal((await story.as(manager).conversations.get({ id })).relation, 'formerManager')
  }))

test('a list shows exactly what the rule shows, for everybody', () =>
  scenario(async (story) => {
    const sub = newId()
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .insertInto('department')
        .values({
          orgId: story.orgId,
          id: sub,
          parentId: story.departmentId,
          name: '一车间',
          path: '试验工厂/一车间',
          createdAt: story.clock.now,
          closedAt: null,
        })
        .execute(),
    )
    const top = await story.hire('总')
    const middle = await story.hire('中', { manager: top, departmentId: sub })
    const people = [top, middle]
    for (let n = 0; n < 4; n++)
      people.push(
        await story.hire(`员${n}`, {
          manager: middle,
          departmentId: n % 2 ? sub : story.departmentId,
        }),
      )
    const hr = await story.hire('HR下属', { manager: middle, roles: ['hrAdmin'] })
    const bp = await story.hire('伙伴', { roles: ['hrbp'] })
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('roleGrant')
        .set({ departmentId: sub })
        .where('orgId', '=', story.orgId)
        .where('personId', '=', bp.personId)
        .execute(),
    )
    const others = [
      hr,
      bp,
      await story.hire('审', { roles: ['auditor'] }),
      await story.hire('管', { roles: ['itAdmin', 'hrAdmin'] }),
      await story.hire('路人'),
    ]
    const managerOf = new Map<Someone, Someone | null>([
      [top, null],
      [middle, top],
      [hr, middle],
    ])
    await inCycle(
      story,
      [...people, hr].map((employee) => ({
        employee,
        manager: managerOf.has(employee) ? managerOf.get(employee)! : middle,
      })),
    )
    await story.settle()
    await moved(story, people[2]!, top)

    for (const viewer of [...people, ...others, story.hr]) {
      const { listed, allowed } = await bothWays(story, viewer)
      assert.deepEqual(listed, allowed, `for ${viewer.name}`)
    }
  }))

async function bothWays(story: Story, viewer: Someone) {
  const { items } = await story.as(viewer).conversations.list({ limit: 100 })
  return story.behind(viewer, async (asking) => {
    const { db } = asking
    const { rows } = await sql<{
      id: string
    }>`select c.id from conversation c where ${visibleTo(await sightOf(db, asking))} order by c.id`.execute(
      db,
    )
    const all = await db.selectFrom('conversation').select('id').orderBy('id').execute()
    const allowed: string[] = []
    for (const { id } of all)
      if ((await findConversation(db, asking, id))!.is.length > 0) allowed.push(id)
    assert.deepEqual(
      items.map(({ id }) => id).toSorted(),
      rows.map(({ id }) => id),
    )
    return { listed: rows.map(({ id }) => id), allowed }
  })
}
