import { newId } from '../../platform/ids.ts'
import { at, type Company } from './hand.ts'

/** 陶远 has something to say to his manager that is hard to say alone. */
const asking = 'YX0108'

/** One of the running talks asks HR to be there, in a sentence that only HR reads. */
export async function askHrIn(company: Company, now: Date): Promise<void> {
  await at(company, new Date(now.getTime() - 3 * 3_600_000), async ({ as }) => {
    const { conversations } = as(asking)
    const { items } = await conversations.list({ view: 'employee' })
    const running = items.find(({ sealedAt, closedAt }) => !sealedAt && !closedAt)
    if (!running) throw new Error(`${asking} has no talk under way`)
    await conversations.intervention.ask({
      conversationId: running.id,
      code: 'sensitive',
      reason: '现场返修那件事，我和主管各有各的说法，想有第三个人在场',
      clientId: newId(),
    })
  })
}
