import { oc } from '@orpc/contract'
import { z } from 'zod'
import { dayKinds } from './rules.ts'

const year = z.int().min(2000).max(2100)

export const calendarDayShape = z.object({
  day: z.iso.date(),
  kind: z.enum(dayKinds),
  name: z.string().trim().min(1).max(40),
})
export type CalendarDay = z.infer<typeof calendarDayShape>

export const calendarContract = {
  /** A year's days that differ from their weekday. */
  year: oc.input(z.object({ year })).output(
    z.object({
      restDays: z.array(z.int().min(0).max(6)),
      days: z.array(calendarDayShape),
      workdays: z.int(),
      /** Lists that come along and can be taken over with one click, by year. */
      offered: z.array(z.object({ year: z.int(), days: z.int(), isTaken: z.boolean() })),
      refusals: z.object({ change: z.string().nullable() }),
    }),
  ),
  /** Which weekdays rest; 0 is Sunday. */
  setRestDays: oc
    .input(z.object({ restDays: z.array(z.int().min(0).max(6)).max(6) }))
    .output(z.void()),
  /** Makes a day a holiday or a working day; null makes it what its weekday says. */
  setDay: oc
    .input(
      z.object({
        day: z.iso.date(),
        kind: z.enum(dayKinds).nullable(),
        name: z.string().trim().max(40),
      }),
    )
    .output(z.void()),
  /** Reads a CSV or ICS file without keeping anything: what it would change. */
  preview: oc.input(z.object({ text: z.string().max(500_000) })).output(
    z.object({
      days: z.array(calendarDayShape),
      /** Lines nobody understands, with their number. */
      problems: z.array(z.object({ line: z.int(), text: z.string() })),
    }),
  ),
  /** Takes days over; those of the same date are replaced, others stay. */
  take: oc.input(z.object({ days: z.array(calendarDayShape).min(1).max(1000) })).output(z.void()),
  /** Takes over the list that came along for a year. */
  takeOffered: oc.input(z.object({ year })).output(z.void()),
}
