import { oc } from '@orpc/contract'
import { z } from 'zod'
import { companyStages } from '../kinds/contract.ts'

/** What a conversation is for. The five of the source's matrix (R281–R285). */
export const scenarios = [
  'goalSetting',
  'coaching',
  'midReview',
  'resultFeedback',
  'development',
] as const
export type Scenario = (typeof scenarios)[number]

/** How people reach each other. */
export const channels = ['oneToOne', 'teamMeeting', 'instant', 'report', 'board'] as const
export type Channel = (typeof channels)[number]

/** How well a channel serves a scenario: 非常适合, 适合, 一般, 不适合. */
export const fits = ['best', 'good', 'fair', 'poor'] as const
export type Fit = (typeof fits)[number]

export const matrixShape = z.record(z.enum(channels), z.record(z.enum(scenarios), z.enum(fits)))
export type Matrix = z.infer<typeof matrixShape>

const day = z.iso.date()
const id = z.uuid()
const name = z.string().trim().min(1).max(100)

const planned = {
  id,
  scenario: z.enum(scenarios),
  channel: z.enum(channels),
  name,
  startsOn: day,
  endsOn: day,
  note: z.string().trim().max(500),
}
export const plannedShape = z.object({ ...planned, cycleId: id.nullable() })
export type Planned = z.infer<typeof plannedShape>

const projectFields = {
  id,
  name,
  startsOn: day,
  endsOn: day,
  departmentIds: z.array(id).max(500),
}
export const projectShape = z.object({ ...projectFields, departments: z.array(z.string()) })
export type Project = z.infer<typeof projectShape>

export const yearShape = z.object({
  year: z.int(),
  /** Everything that touches the year, by its first day. */
  talks: z.array(plannedShape),
  projects: z.array(projectShape),
  /** Cycles that run in the year, planned here or not. */
  cycles: z.array(
    z.object({ id, name: z.string(), startsOn: day, endsOn: day.nullable(), isDraft: z.boolean() }),
  ),
  /** Stretches of the year, longer than `gapDays`, without any conversation planned. */
  gaps: z.array(z.object({ from: day, to: day, days: z.int() })),
  gapDays: z.int(),
  matrix: matrixShape,
  refusals: z.object({ write: z.string().nullable() }),
})
export type Year = z.infer<typeof yearShape>

const year = z.int().min(2000).max(2100)

export const yearContract = {
  get: oc.input(z.object({ year })).output(yearShape),
  /** Adds what `id` does not know yet, changes what it does; a removed one is back. */
  saveTalk: oc.input(z.object(planned)).output(z.void()),
  removeTalk: oc.input(z.object({ id })).output(z.void()),
  saveProject: oc.input(z.object(projectFields)).output(z.void()),
  removeProject: oc.input(z.object({ id })).output(z.void()),
  /** Adds the usual year of a company of this stage; its cycles begin with the talks that fit it. */
  addUsual: oc
    .input(z.object({ year, stage: z.enum(companyStages).default('growing') }))
    .output(z.void()),
  saveMatrix: oc.input(z.object({ matrix: matrixShape })).output(z.void()),
  /** Sets up the cycle of a planned talk as a draft; asked again, it is the same draft. */
  makeCycle: oc.input(z.object({ id })).output(z.object({ cycleId: id })),
}
