import { newId } from '../../platform/ids.ts'
import { placeOf } from '../../features/scheduling/rooms/rules.ts'
import { guard, hr } from './found.ts'
import { addDays } from './dates.ts'
import { at, type Company, idOf } from './hand.ts'

/** 季小暖 of 行政部, who runs the rooms. */
const facilitator = 'YX0124'

const rooms = [
  { name: '静室', site: '办公楼 2 层', capacity: 3, equipment: ['纸巾', '绿植'] },
  { name: '小会议室', site: '办公楼 2 层', capacity: 6, equipment: ['白板', '投影'] },
  { name: '泵房谈话间', site: '一车间 1 层', capacity: 4, equipment: ['隔音门'] },
]

/** Three rooms with a shut door, and somebody who runs them: what is ahead is in the first of them. */
export async function furnish(company: Company, today: string): Promise<void> {
  const now = new Date(`${addDays(today, -19)}T09:40:00+08:00`)
  await at(company, now, async ({ as }) => {
    const { proposals } = await as(hr).org.grant({
      id: idOf(company, facilitator),
      role: 'facilitator',
      reason: '会议室由行政部安排',
    })
    await as(guard).org.decide({ proposalId: proposals![0]!.id, accept: true })
  })
  company.people.get(facilitator)!.roles.push('facilitator')
  await at(company, now, async ({ as, db }) => {
    const [quiet, small] = rooms.map((room) => ({ id: newId(), ...room }))
    for (const room of [quiet!, small!, { id: newId(), ...rooms[2]! }])
      await as(facilitator).scheduling.rooms.save({
        ...room,
        departmentId: null,
        isOpen: true,
      })
    const ahead = await db
      .selectFrom('meeting')
      .select('id')
      .where('orgId', '=', company.org.id)
      .where('outcome', 'is', null)
      .where('channel', '=', 'inPerson')
      .where('startsAt', '>', new Date())
      .orderBy('startsAt')
      .execute()
    for (const [n, { id }] of ahead.entries()) {
      const room = n % 2 === 0 ? quiet! : small!
      await db
        .updateTable('meeting')
        .set({ roomId: room.id, place: placeOf(room) })
        .where('orgId', '=', company.org.id)
        .where('id', '=', id)
        .execute()
    }
  })
}
