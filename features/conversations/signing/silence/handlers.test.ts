import assert from 'node:assert/strict'
import { test } from 'node:test'
import { todayOf } from '../../../../test/support/days.ts'
import { scenario } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { meetDeadlines } from '../../reactions.ts'

test('谢绝见证: what a second person said, and that nobody else saw the refusal, is sealed with 已送达未答', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const { id, employee } = talk
    const witness = await story.hire('钱三')
    const manager = story.as(talk.manager, { steppedUp: true }).conversations
    await manager.noteRefusal({ id, reason: '他说等工会的意见', witnessId: witness.personId })
    await story.as(witness).conversations.declineWitness({ id, reason: '那天我不在' })
    const own = '我从没说过不签，只是还没看完'
    await story.as(employee).conversations.attachStatement({ id, statement: own })
    const later = new Date(story.clock.now.getTime() + 60 * 86_400_000)
    await meetDeadlines(story.services.database, later)
    const sealed = await story.as(employee).conversations.sealedRecord({ id })
    assert.deepEqual([sealed.outcome, sealed.verification.verdict], ['notAnswered', 'intact'])
    const { statement } = sealed.signatures.find(({ role }) => role === 'employee')!
    const day = todayOf(story)
    assert.deepEqual(statement?.split('\n'), [
      '系统已送达，本人未打开',
      `主管在 ${day} 记下本人不签，没有第二人见证，所以不按拒签封存`,
      `此前请过 钱三 见证，${day} 说明不作见证：那天我不在`,
      own,
    ])
    // What only the manager claims is not in it, and what is sealed needs no table any more.
    assert.ok(!JSON.stringify(sealed.document).includes('他说等工会的意见'))
  }))
