import { z } from 'zod'

/** Somebody in a cycle, as lists show them. */
export const personRefShape = z.object({
  id: z.uuid(),
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
})
export type PersonRef = z.infer<typeof personRefShape>

/** A department that is counted; no id and no name: several small ones together, so that nobody can be counted out. */
export const countedDepartment = {
  id: z.uuid().nullable(),
  name: z.string().nullable(),
  /** There is a level below to look into. */
  hasBelow: z.boolean(),
}

/** A piece of a list, from behind `after` on. */
export const paged = {
  after: z.string().max(60).optional(),
  limit: z.int().min(1).max(200).default(50),
}

/** `of` people, `done` of them. */
export const share = z.object({ done: z.int(), of: z.int() })
