import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grant } from '../../../test/support/grants.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { holdersOf } from './queries.ts'

const day = 86_400_000
const later = ({ clock }: Story, days: number) => new Date(clock.now.getTime() + days * day)

const guards = (story: Story, now: Date) =>
  story.services.database.inOrg(story.orgId, (db) =>
    holdersOf({ db, orgId: story.orgId, now }, 'securityAdmin'),
  )

test('whoever begins an office tomorrow is nobody’s second person today', () =>
  scenario(async (story) => {
    const { hr, as, hire, departmentId } = story
    const guard = await hire('门卫')
    await grant(story, guard, 'securityAdmin', null, later(story, 1))
    assert.deepEqual(await guards(story, story.clock.now), [])
    assert.deepEqual(await guards(story, later(story, 2)), [guard.personId])
    const mia = await hire('陈一鸣')
    const given = await as(hr).org.grant({
      id: mia.personId,
      role: 'hrbp',
      departmentId,
      toAt: null,
      reason: null,
    })
    assert.deepEqual(
      [given.grants!.map(({ role }) => role), given.proposals],
      [['hrbp'], []],
      'nobody holds that office yet',
    )
  }))

test('whoever leaves next month holds an office until then', () =>
  scenario(async (story) => {
    const { hr, as, hire, clock } = story
    const guard = await hire('门卫', { roles: ['securityAdmin'] })
    const on = addDays(dayIn('Asia/Shanghai', clock.now), 30)
    await as(hr).org.leave({ id: guard.personId, on })
    assert.deepEqual(await guards(story, clock.now), [guard.personId])
    assert.deepEqual(await guards(story, later(story, 31)), [])
    const mia = await hire('陈一鸣')
    const asked = await as(hr).org.grant({
      id: mia.personId,
      role: 'itAdmin',
      departmentId: null,
      toAt: null,
      reason: null,
    })
    assert.deepEqual([asked.grants, asked.proposals!.length], [[], 1])
  }))

test('the last of HR is the last until another one begins', () =>
  scenario(async (story) => {
    const { hr, as, hire } = story
    await grant(story, await hire('何苗'), 'hrAdmin', null, later(story, 1))
    const guard = await hire('门卫', { roles: ['securityAdmin'] })
    const own = (await as(guard).org.person({ id: hr.personId })).grants!
    await assert.rejects(as(guard).org.revoke({ id: hr.personId, grantId: own[0]!.id }), {
      message: 'org.lastHrAdmin',
    })
  }))

test('a person reads who may see something of theirs now, not who will', () =>
  scenario(async (story) => {
    const { as, hire, departmentId } = story
    const mia = await hire('陈一鸣')
    const [soon, leaving] = [await hire('明天的审计'), await hire('下月走的伙伴')]
    await grant(story, soon, 'auditor', null, later(story, 1))
    await grant(story, leaving, 'hrbp', departmentId)
    const on = addDays(dayIn('Asia/Shanghai', story.clock.now), 30)
    await as(story.hr).org.leave({ id: leaving.personId, on })
    const { seenBy } = await as(mia).org.person({ id: mia.personId })
    assert.deepEqual(
      seenBy!.map(({ name }) => name),
      ['许宁', '下月走的伙伴'],
    )
  }))
