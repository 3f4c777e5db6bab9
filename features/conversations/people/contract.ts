import { z } from 'zod'

/**
 * What somebody is to a conversation. `delegate` leads it for the manager for a while (E10);
 * `breakGlass` is HR in an approved emergency (E23); `formerManager` is of record, but the line has changed since;
 * `handedOver` began and HR gave it to another; `nextManager` stands above the employee now.
 */
export const relations = [
  'employee',
  'manager',
  'delegate',
  'formerManager',
  'handedOver',
  'nextManager',
  'secondLine',
  'hrbp',
  'breakGlass',
  'hrAdmin',
  'auditor',
] as const
export type Relation = (typeof relations)[number]

/** Somebody as a conversation names them. */
export const personShape = z.object({
  id: z.uuid(),
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  position: z.string(),
})
export type PersonRef = z.infer<typeof personShape>
