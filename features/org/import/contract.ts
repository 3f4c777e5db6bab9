import { oc } from '@orpc/contract'
import { z } from 'zod'
import { faultKinds, fields } from './rules.ts'

export type { FaultKind, Field } from './rules.ts'

export const fieldSchema = z.enum(fields)

/** Field → the columns (0-based) it is read from; several are joined in this order. */
export const mappingSchema = z.partialRecord(fieldSchema, z.array(z.int().min(0).max(200)).max(8))
export type Mapping = z.infer<typeof mappingSchema>

export const faultKindSchema = z.enum(faultKinds)

/**
 * What somebody decided about one line of the file: leave the row out, put other values in
 * (`null`: deliberately empty), or take what it says although it was doubted.
 */
export const lineChoiceSchema = z.object({
  drop: z.boolean().optional(),
  set: z.partialRecord(fieldSchema, z.string().max(200).nullable()).optional(),
  accept: z.array(faultKindSchema).optional(),
  /** The number somebody had who left and is back: the row goes on with that person. */
  continues: z.string().max(60).optional(),
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
  /** The names on those lines. */
  names: z.array(z.string()).optional(),
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

const line = z.int().min(1)
const revision = z.int().min(1)
const importId = z.object({ id: z.uuid() })
const seen = importId.extend({ revision })

const countsSchema = z.record(verdictSchema, z.int())

/** Where an import stands, with everything the page above its rows shows. */
export const importSchema = z.object({
  id: z.uuid(),
  fileName: z.string(),
  encoding: z.string(),
  titles: z.array(z.string()),
  header: z.array(z.string()),
  rowCount: z.int(),
  readMs: z.int(),
  revision,
  mapping: mappingSchema,
  /** Fields without which nothing can be judged. */
  missingFields: z.array(fieldSchema),
  coverage: z.enum(['whole', 'part']),
  absent: z.enum(['keep', 'leave']),
  state: z.enum(['review', 'writing', 'failed', 'written', 'undone', 'discarded']),
  createdBy: z.object({ id: z.uuid(), name: z.string() }),
  createdAt: z.date(),
  counts: countsSchema,
  faults: z.partialRecord(faultKindSchema, z.int()),
  loops: z.array(loopSchema),
  /** The first rows as the file has them, for choosing columns. */
  samples: z.array(z.array(z.string())),
  /** Reads right? Some names from the file. */
  names: z.array(z.string()),
  absentCount: z.int(),
  vanishing: z.int(),
  active: z.int(),
  heldManagers: z.int(),
  needsSecondPerson: z.boolean(),
  approvalAskedAt: z.date().nullable(),
  approved: z.object({ by: z.string(), at: z.date() }).nullable(),
  progress: z.int(),
  failure: z.string().nullable(),
  written: z
    .object({ by: z.string(), at: z.date(), counts: countsSchema, undoUntil: z.date() })
    .nullable(),
  undone: z.object({ by: z.string(), at: z.date() }).nullable(),
  refusals: z.object({
    edit: z.string().nullable(),
    approve: z.string().nullable(),
    confirm: z.string().nullable(),
    undo: z.string().nullable(),
  }),
})
export type Import = z.infer<typeof importSchema>

export const importRowSchema = z.object({
  line,
  verdict: verdictSchema,
  employeeNo: z.string(),
  name: z.string(),
  department: z.string(),
  position: z.string(),
  faults: z.array(faultSchema),
  changes: z.array(
    z.object({ field: fieldSchema, before: z.string().nullable(), after: z.string().nullable() }),
  ),
  managerHeld: z.boolean(),
  /** What somebody has already decided about the row. */
  choice: lineChoiceSchema.nullable(),
})
export type ImportRow = z.infer<typeof importRowSchema>

export const importContract = {
  /** The imports of this organization, newest first. */
  list: oc.output(
    z.array(
      importSchema
        .pick({
          id: true,
          fileName: true,
          rowCount: true,
          state: true,
          createdBy: true,
          createdAt: true,
        })
        .extend({ waitsForApproval: z.boolean() }),
    ),
  ),
  get: oc.input(importId).output(importSchema),
  rows: oc
    .input(
      importId.extend({
        verdict: verdictSchema.optional(),
        fault: faultKindSchema.optional(),
        /** Part of a name or employee number. */
        q: z.string().trim().max(100).default(''),
        /** The last line of the page before. */
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ rows: z.array(importRowSchema), total: z.int(), next: line.nullable() })),
  /** People of the organization a whole roster does not mention. */
  absent: oc
    .input(
      importId.extend({
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        people: z.array(
          z.object({
            id: z.uuid(),
            employeeNo: z.string(),
            name: z.string(),
            department: z.string(),
          }),
        ),
        total: z.int(),
        next: z.int().nullable(),
      }),
    ),
  map: oc.input(seen.extend({ mapping: mappingSchema })).output(importSchema),
  /** Decides about single rows (null takes the decision back), or all rows with a kind of fault. */
  resolve: oc
    .input(
      seen.extend({
        lines: z
          .array(z.object({ line, choice: lineChoiceSchema.nullable() }))
          .max(1_000)
          .default([]),
        all: z.partialRecord(faultKindSchema, z.enum(['empty', 'accept']).nullable()).default({}),
      }),
    )
    .output(importSchema),
  cover: oc
    .input(seen.extend({ coverage: z.enum(['whole', 'part']), absent: z.enum(['keep', 'leave']) }))
    .output(importSchema),
  /** Running conversations the import would touch; their snapshots stay. */
  impact: oc.input(importId).output(
    z.array(
      z.object({
        kind: z.enum(['leaves', 'managerChanges', 'departmentChanges']),
        people: z.int(),
        conversations: z.int(),
      }),
    ),
  ),
  askApproval: oc.input(seen).output(importSchema),
  approve: oc.input(seen).output(importSchema),
  /** Writes everything or nothing; the counts are those the person saw. Sent again with the same key, it is done once. */
  confirm: oc
    .input(seen.extend({ counts: countsSchema, clientId: z.uuid().optional() }))
    .output(importSchema),
  undo: oc.input(importId).output(importSchema),
  discard: oc.input(importId).output(z.void()),
}
