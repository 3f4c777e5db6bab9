import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import '../table.ts'
import type { OfferedRoom, RoomBooking } from './contract.ts'
import './table.ts'

/** Every room with the name of whose it is, by place and name, closed ones last. */
export const roomsOf = (db: Db, orgId: string) =>
  db
    .selectFrom('room')
    .leftJoin('department', (join) =>
      join
        .onRef('department.orgId', '=', 'room.orgId')
        .onRef('department.id', '=', 'room.departmentId'),
    )
    .selectAll('room')
    .select('department.name as department')
    .where('room.orgId', '=', orgId)
    .orderBy(sql`room.closed_at is not null`)
    .orderBy('site')
    .orderBy('room.name')
    .execute()

type Booked = Omit<RoomBooking, 'isClash' | 'room'>

/** Appointments ahead in these rooms that end after `from` and begin before `to`. Never about what. */
export async function bookedIn(
  db: Db,
  orgId: string,
  rooms: readonly string[],
  from: Date,
  to: Date,
): Promise<Booked[]> {
  const { rows } = await sql<Booked>`
    select m.id as meeting_id, m.room_id, m.starts_at, m.ends_at, p.name as booked_by
      from meeting m join person p on p.org_id = m.org_id and p.id = m.created_by
     where m.org_id = ${orgId} and m.outcome is null and m.room_id = any(${rooms}::uuid[])
       and m.ends_at > ${from} and m.starts_at < ${to}
     order by m.starts_at, m.room_id, m.id`.execute(db)
  return rows
}

/** Open rooms a talk may use: everybody's, and those of its department or one above. */
export async function roomsFor(
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<Omit<OfferedRoom, 'taken'>[]> {
  const { rows } = await sql<Omit<OfferedRoom, 'taken'>>`
    select r.id, r.name, r.site, r.capacity, r.equipment
      from room r
      left join department whose on whose.org_id = r.org_id and whose.id = r.department_id
     where r.org_id = ${orgId} and r.closed_at is null
       and (r.department_id is null or exists (
         select from conversation c
           join department d on d.org_id = c.org_id and d.id = c.department_id
          where c.org_id = r.org_id and c.id = ${conversationId}
            and (d.path = whose.path or starts_with(d.path, whose.path || '/'))))
     order by r.capacity, r.site, r.name`.execute(db)
  return rows
}

/** The room, held until the end of the transaction: two who want it at once come one after the other. */
export const heldRoom = (db: Db, orgId: string, id: string) =>
  db
    .selectFrom('room')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
