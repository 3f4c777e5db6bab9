import { z } from 'zod'

/** What somebody else asks of me, as the second person or as the one who was asked. */
export const matters = [
  'glass',
  'delegation',
  'factorReset',
  'grant',
  'roster',
  'chainExport',
  'recordExport',
  'erasure',
  'privacy',
  'merge',
  'adoption',
] as const
export type Matter = (typeof matters)[number]

/** A matter that waits for my yes or no; the words stand at `notifications.deciding.<matter>`. */
export const decisionShape = z.object({
  kind: z.literal('decision'),
  matter: z.enum(matters),
  id: z.uuid(),
  /** Who asks. */
  by: z.string(),
  /** Where it is decided, when that is a page of its own: the person, the roster. */
  subjectId: z.uuid(),
  dueOn: z.iso.date().nullable(),
})
export type Decision = z.infer<typeof decisionShape>
