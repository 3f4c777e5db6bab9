import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grant } from '../../../test/support/grants.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { dayIn } from '../../../platform/clock.ts'
import { library } from '../library/index.ts'
import { ownersFor } from './queries.ts'

test('a stage of HR goes to who is in charge now, not to who will be', () =>
  scenario(async (story) => {
    const { orgId, departmentId, services, hire, clock } = story
    const mia = await hire('陈一鸣')
    const [soon, now] = [await hire('明天的伙伴'), await hire('今天的伙伴')]
    const tomorrow = new Date(clock.now.getTime() + 86_400_000)
    await grant(story, soon, 'hrbp', departmentId, tomorrow)
    await grant(story, now, 'hrbp')
    const flow = structuredClone(library[0]!.body)
    flow.stages[0]!.actor = { relation: 'hrbp' }
    const ownerAt = (at: Date) =>
      services.database.inOrg(orgId, (db) =>
        ownersFor(
          db,
          { orgId, today: dayIn('Asia/Shanghai', at), now: at },
          { employeeId: mia.personId, managerId: null, launchManagerId: null, departmentId },
          flow,
        ),
      )
    assert.deepEqual(Object.values(await ownerAt(clock.now)), [now.personId])
    assert.deepEqual(Object.values(await ownerAt(tomorrow)), [soon.personId])
  }))
