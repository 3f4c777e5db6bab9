import { dayIn } from '../../platform/clock.ts'
import type { Story } from './scenario.ts'

/** The day on which a story goes on. The company was founded long before it, whenever the test runs. */
export async function itIs(story: Story, at: Date) {
  await story.settle()
  story.clock.now = at
  await story.services.database.inOrg(story.orgId, async (db) => {
    await db
      .updateTable('roleGrant')
      .set({ fromAt: new Date(0) })
      .execute()
    await db.updateTable('assignment').set({ fromOn: '2020-01-01' }).execute()
  })
}

/**
 * Thursday, 24 September 2026, with the holidays of that year: the three days of Mid-Autumn from the
 * 25th, the week of the first of October, and the Saturday after it worked.
 */
export async function beforeNationalDay(story: Story) {
  await itIs(story, new Date('2026-09-24T02:00:00Z'))
  await story.as(story.hr).org.calendar.takeOffered({ year: 2026 })
}

/** Which day it is where the company of a story sits, whatever day it is elsewhere. */
export const todayOf = ({ clock }: Pick<Story, 'clock'>) => dayIn('Asia/Shanghai', clock.now)
