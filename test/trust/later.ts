import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { todayOf } from '../support/days.ts'
import type { Someone, Story } from '../support/scenario.ts'
import { secret, why, word } from './life.ts'

/** What comes after the talks of two people: evidence, an appeal, an emergency, HR beside them, exports, requests. */
export async function afterwards(
  story: Story,
  pair: { employee: Someone; manager: Someone },
  talks: { open: string; sealed: string },
) {
  const { employee, manager } = pair
  const second = await story.hire('第二位人事', { roles: ['hrAdmin'] })
  const outsider = await story.hire('邻部门主管')
  // Whoever has a part in a record already is not asked to sit in on the talk.
  const third = await story.hire('第三位人事', { roles: ['hrAdmin'] })
  const api = {
    employee: story.as(employee, { steppedUp: true }),
    manager: story.as(manager, { steppedUp: true }),
    hr: story.as(story.hr, { steppedUp: true }),
    second: story.as(second, { steppedUp: true }),
    outsider: story.as(outsider, { steppedUp: true }),
    third: story.as(third, { steppedUp: true }),
  }
  const personId = employee.personId
  const conversationId = talks.sealed
  const words = `${word}：把这一次和上一次放在一起看`
  const reason = `${why}：要看看两次之间的变化`

  for (const { insights } of [api.employee, api.manager])
    await insights.history.compare({ personId })
  await api.manager.insights.history.evidence({ personId, purpose: 'promotion', reason })

  const promises = await api.employee.commitments.of({ conversationId })
  const { id } = promises[0]!
  await api.employee.commitments.settle({ id, outcome: 'notDone', reason: words })
  await api.manager.commitments.reopen({ id, clientId: newId() })

  const appeal = await api.employee.conversations.appeals.open({
    conversationId,
    kind: 'appeal',
    reason: words,
    wish: words,
  })
  await api.employee.conversations.appeals.of({ conversationId })
  await api.hr.conversations.appeals.list()
  await api.hr.conversations.appeals.name({ id: appeal.id, handlerId: outsider.personId })
  await api.outsider.conversations.appeals.record({ id: appeal.id })
  await api.outsider.conversations.appeals.decide({
    id: appeal.id,
    outcome: 'upheld',
    answer: words,
  })

  const emergency = { conversationId: talks.open, reason, hours: 2 }
  const thoughtBetter = await api.hr.conversations.glass.ask(emergency)
  await api.hr.conversations.glass.withdraw({ id: thoughtBetter.id })
  const glass = await api.hr.conversations.glass.ask(emergency)
  await api.second.conversations.glass.decide({ id: glass.id, approve: true })
  await api.hr.conversations.get({ id: talks.open })
  await api.hr.conversations.glass.end({ id: glass.id })

  await api.employee.conversations.intervention.of({ conversationId: talks.open })
  await api.manager.conversations.intervention.ask({
    conversationId: talks.open,
    code: 'complex',
    reason: secret,
    clientId: newId(),
  })
  await story.settle()
  const [case_] = await api.third.conversations.intervention.list()
  await api.third.conversations.intervention.accept({ id: case_!.id, sitsIn: false })
  await api.third.conversations.intervention.notes.add({
    id: case_!.id,
    words: secret,
    clientId: newId(),
  })
  await api.third.conversations.intervention.marks.set({
    personId,
    untilOn: addDays(todayOf(story), 90),
    reason: secret,
  })

  const wish = await api.employee.admin.privacy.ask({
    kind: 'correction',
    conversationId,
    wish: words,
  })
  await api.employee.admin.privacy.mine()
  await api.hr.admin.privacy.answer({ id: wish.id, granted: true, answer: words })
  await api.hr.admin.audit.chain({ conversationId, reason })
  const many = { contents: 'records', fromOn: null, untilOn: todayOf(story), reason } as const
  const unwanted = await api.hr.admin.audit.exports.ask({ ...many, clientId: newId() })
  await api.hr.admin.audit.exports.withdraw({ id: unwanted.id })
  const wanted = await api.hr.admin.audit.exports.ask({ ...many, clientId: newId() })
  await api.second.admin.audit.exports.decide({ id: wanted.id, approve: true })
  await api.employee.admin.access.mine({})
  return { exportId: wanted.id }
}
