import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { agree, talkBetween } from '../../../test/support/talks.ts'

test('both write the plan; a stale line comes back, a removed one can be had again', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const employee = story.as(talk.employee).conversations
    const manager = story.as(talk.manager).conversations
    const clientId = newId()
    const line = {
      layer: 'support',
      ownerKind: 'manager',
      what: '两台测试机的申请',
      measure: '给出结果',
      dueOn: '2030-01-01',
    } as const
    const added = await manager.addPlanLine({ id: talk.id, line, clientId })
    assert.equal((await manager.addPlanLine({ id: talk.id, line, clientId })).id, added.id)
    assert.equal(added.owner?.name, talk.manager.name)
    const change = { id: talk.id, lineId: added.id, line: { support: '设备部' }, version: 1 }
    assert.equal((await employee.savePlanLine({ ...change, clientId: newId() })).version, 2)
    await assert.rejects(
      manager.savePlanLine({ ...change, line: { support: '采购部' }, clientId: newId() }),
      { code: 'CONFLICT' },
    )
    assert.deepEqual(
      (await manager.undelivered({ id: talk.id })).map(({ value }) => value),
      [{ support: '采购部' }],
    )
    await employee.removePlanLine({ id: talk.id, lineId: added.id })
    assert.deepEqual((await employee.get({ id: talk.id })).plan, [])
    assert.equal(
      (await manager.restorePlanLine({ id: talk.id, lineId: added.id })).support,
      '设备部',
    )
  }))

test('a plan without owner, day or measure is not shown to both', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talked')
    await agree(story, talk)
    const manager = story.as(talk.manager).conversations
    const vague = await manager.addPlanLine({
      id: talk.id,
      line: { layer: 'behaviour', ownerKind: 'company', what: '多沟通' },
      clientId: newId(),
    })
    await assert.rejects(
      manager.present({ id: talk.id }),
      (error: { data: { reason: string } }) => error.data.reason === 'conversations.unready',
    )
    const { signing } = await manager.get({ id: talk.id })
    assert.deepEqual(signing.unready.map(({ key }) => key).toSorted(), [
      'dueMissing',
      'measureMissing',
      'ownerMissing',
    ])
    await manager.removePlanLine({ id: talk.id, lineId: vague.id })
    await manager.present({ id: talk.id })
  }))

test('lines keep the order they are given', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const { conversations } = story.as(talk.manager)
    const ids: string[] = []
    for (const what of ['一', '二', '三'])
      ids.push(
        (
          await conversations.addPlanLine({
            id: talk.id,
            line: { layer: 'result', ownerKind: 'employee', what },
            clientId: newId(),
          })
        ).id,
      )
    await conversations.movePlanLine({ id: talk.id, lineId: ids[2]!, position: 0 })
    assert.deepEqual(
      (await conversations.get({ id: talk.id })).plan.map(({ what }) => what),
      ['三', '一', '二'],
    )
  }))
