import { oc } from '@orpc/contract'
import { z } from 'zod'
import { longestEquipment, mostEquipment } from './rules.ts'

const id = z.uuid()
const line = (max: number) => z.string().trim().max(max)

const described = {
  id,
  name: line(60).min(1),
  site: line(100),
  departmentId: id.nullable(),
  capacity: z.int().min(1).max(1000),
  equipment: z.array(line(longestEquipment).min(1)).max(mostEquipment),
}

export const roomShape = z.object({
  ...described,
  department: z.string().nullable(),
  isOpen: z.boolean(),
})
export type Room = z.infer<typeof roomShape>

/** All that is needed to run rooms: when, where, and whom to ask. Every one of them is just a talk. */
export const roomBookingShape = z.object({
  meetingId: id,
  roomId: id,
  room: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  bookedBy: z.string(),
  /** Another one is in the same room at the same time. */
  isClash: z.boolean(),
})
export type RoomBooking = z.infer<typeof roomBookingShape>

export const offeredRoomShape = z.object({
  id,
  name: z.string(),
  site: z.string(),
  capacity: z.int(),
  equipment: z.array(z.string()),
  /** When somebody else has it during that time. */
  taken: z.array(z.object({ startsAt: z.date(), endsAt: z.date() })),
})
export type OfferedRoom = z.infer<typeof offeredRoomShape>

export const roomsContract = {
  /** The rooms somebody runs, by place and name; closed ones last. */
  list: oc.output(z.array(roomShape)),
  /** Adds what `id` does not know yet, changes what it does. `isOpen` false: no longer offered. */
  save: oc.input(z.object({ ...described, isOpen: z.boolean() })).output(z.void()),
  /** Who has which of these rooms when, over the next `days`. */
  bookings: oc
    .input(z.object({ days: z.int().min(1).max(62).default(14) }))
    .output(z.array(roomBookingShape)),
  /** Gives an appointment another room; the two are told. FORBIDDEN `scheduling.roomTaken`. */
  move: oc.input(z.object({ meetingId: id, roomId: id })).output(z.void()),
  /** Rooms for a talk at a time, the free ones first and the smallest of them in front. */
  offered: oc
    .input(
      z.object({
        conversationId: id,
        startsAt: z.date(),
        minutes: z.int().min(10).max(480),
      }),
    )
    .output(z.array(offeredRoomShape)),
}
