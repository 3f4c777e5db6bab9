import { z } from 'zod'

/** The columns of a roster the product understands; `department` may be spread over several. */
export const fields = [
  'employeeNo',
  'name',
  'department',
  'position',
  'jobFamily',
  'level',
  'managerNo',
  'hiredOn',
  'leftOn',
  'status',
  'gender',
  'phone',
  'email',
] as const
export const fieldSchema = z.enum(fields)
export type Field = z.infer<typeof fieldSchema>

/** Field → the columns (0-based) it is read from; several are joined in this order. */
export const mappingSchema = z.partialRecord(fieldSchema, z.array(z.int().min(0).max(200)).max(8))
export type Mapping = z.infer<typeof mappingSchema>

/** Everything that can be wrong with a row. A row with an open fault is not written. */
export const faultKinds = [
  'numberMissing',
  'numberTwice',
  'numberDamaged',
  'nameMissing',
  'departmentMissing',
  'levelUnknown',
  'statusUnknown',
  'hiredOnUnreadable',
  'hiredOnFuture',
  'leftOnUnreadable',
  'emailUnreadable',
  'managerSelf',
  'managerMissing',
  'managerLeft',
  'managerLoop',
  'secondTop',
  'textDamaged',
  'textTooLong',
] as const
export const faultKindSchema = z.enum(faultKinds)
export type FaultKind = z.infer<typeof faultKindSchema>

/**
 * What somebody decided about one line of the file: leave the row out, put other values in
 * (`null`: deliberately empty), or take what it says although it was doubted.
 */
export const lineChoiceSchema = z.object({
  drop: z.boolean().optional(),
  set: z.partialRecord(fieldSchema, z.string().max(200).nullable()).optional(),
  accept: z.array(faultKindSchema).optional(),
})
export type LineChoice = z.infer<typeof lineChoiceSchema>

/** Decisions by line number, and decisions for every row that has a kind of fault. */
export const choicesSchema = z.object({
  lines: z.record(z.string(), lineChoiceSchema).default({}),
  all: z.partialRecord(faultKindSchema, z.enum(['empty', 'accept'])).default({}),
})
export type Choices = z.infer<typeof choicesSchema>

export const faultSchema = z.object({
  kind: faultKindSchema,
  field: fieldSchema,
  /** What the cell says. */
  value: z.string(),
  /** Other lines of the file that are part of the fault. */
  lines: z.array(z.int()).optional(),
  /** A value that would probably be right. */
  suggestion: z.string().optional(),
})
export type Fault = z.infer<typeof faultSchema>

export const verdictSchema = z.enum(['new', 'update', 'same', 'fault', 'dropped'])
export type Verdict = z.infer<typeof verdictSchema>

export const loopSchema = z.object({
  members: z.array(
    z.object({ employeeNo: z.string(), name: z.string(), line: z.int().nullable() }),
  ),
})
/** A reporting loop, each member reporting to the next and the last to the first. */
export type Loop = z.infer<typeof loopSchema>
