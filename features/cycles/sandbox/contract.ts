import { oc } from '@orpc/contract'
import { z } from 'zod'
import { flowBodyShape } from '../../flows/contract.ts'
import { flowDraftShape, flowFaultShape } from '../../flows/drafts/contract.ts'
import { textShape } from '../../templates/contract.ts'

const id = z.uuid()
const day = z.iso.date()
const person = z.object({
  id,
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
})

/** A published flow or one still being written. */
const flow = z.union([z.object({ versionId: id }), z.object({ draftId: id })])

export const trialShape = z.object({
  /** Everybody who works here, or in the departments asked for. */
  people: z.int(),
  minutes: z.int(),
  /** The days in which the talks are planned, and their weeks. */
  window: z.object({ from: day, to: day, weeks: z.int(), workdays: z.int() }),
  withoutManager: z.object({ count: z.int(), some: z.array(person) }),
  /** Who changed posts in the year up to the end of the period (E03). */
  moved: z.object({ count: z.int(), some: z.array(person) }),
  /** The busiest first. */
  managers: z.array(
    z.object({
      manager: person,
      talks: z.int(),
      hours: z.number(),
      hoursPerWeek: z.number(),
      /** More talks than working days: two on one day at least. */
      isCrowded: z.boolean(),
    }),
  ),
  /** How many managers lead talks, and how many of them have more talks than days. */
  leading: z.int(),
  crowded: z.int(),
  stages: z.array(
    z.object({
      key: z.string(),
      label: z.object({ zh: z.string(), en: z.string() }),
      /** Of how many it is asked, as far as the person decides it. */
      people: z.int(),
      /** Ratings or marks decide as well. */
      depends: z.boolean(),
      /** For how many HR has to step in, because nobody stands there. */
      nobody: z.int(),
      dueOn: day,
    }),
  ),
  /** Sections of the template that no stage asks; stages that have nothing to write. */
  unasked: z.array(textShape),
  empty: z.array(z.object({ zh: z.string(), en: z.string() })),
  faults: z.array(flowFaultShape),
  flow: flowDraftShape,
})
export type Trial = z.infer<typeof trialShape>

export const sandboxContract = {
  /** What a template and a flow would mean for the organization as it is today. Writes nothing, tells nobody. */
  run: oc
    .input(
      z.object({
        templateVersionId: id,
        flow,
        startsOn: day,
        periodTo: day,
        departmentId: id.nullable(),
        /** Only people of this level. */
        level: z.string().max(60).nullable().default(null),
      }),
    )
    .output(trialShape),
  /** Who stands where for one person today, to step through the flow as them. */
  person: oc.input(z.object({ flow, personId: id })).output(
    z.object({
      employee: person,
      manager: person.nullable(),
      owners: z.record(z.string(), id.nullable()),
      names: z.record(z.string(), z.string()),
      circumstances: z.object({
        level: z.string().nullable(),
        jobFamily: z.string().nullable(),
        departmentIds: z.array(id),
      }),
      calendar: z.object({
        restDays: z.array(z.int()),
        days: z.record(z.string(), z.enum(['rest', 'work'])),
      }),
      flow: flowBodyShape,
    }),
  ),
}
