import { oc } from '@orpc/contract'
import { z } from 'zod'

const id = z.uuid()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })

/** One thing that happened: who, when, what kind; ids, codes, dates and counts, never words. */
export const happeningShape = z.object({
  id,
  at: z.date(),
  kind: z.string(),
  /** Null: the system, or somebody whose name is not for whoever asks. */
  who: somebody.nullable(),
  /** Whom it was done to, and who else has a part in it (the witness, the handler, the new manager). */
  whom: somebody.nullable(),
  third: somebody.nullable(),
  /** Stands for a person whose name is withheld; the same person has the same number on one page. */
  pseudonym: z.int().nullable(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Happening = z.infer<typeof happeningShape>

/** What a bulk export holds: what happened with each record, or the sealed records themselves. */
export const exportContents = ['chains', 'records'] as const
export type ExportContents = (typeof exportContents)[number]

/** How far an archive has got into the hands of whoever takes it; see `takings/rules.ts`. */
const standing = {
  isBeingTaken: z.boolean(),
  handedOverAt: z.date().nullable(),
  brokenOffAt: z.date().nullable(),
}

export const exportStates = ['asked', 'withdrawn', 'ready', 'declined', 'expired'] as const
export const chainExportShape = z.object({
  id,
  askedBy: somebody,
  askedAt: z.date(),
  reason: z.string(),
  contents: z.enum(exportContents),
  department: z.string().nullable(),
  cycle: z.string().nullable(),
  employee: somebody.nullable(),
  fromOn: z.iso.date(),
  untilOn: z.iso.date(),
  /** Of `records`: how many it will hold, by archive, and how far each has come. */
  archives: z.array(
    z.object({ records: z.int(), written: z.int(), leftOut: z.int(), ...standing }),
  ),
  /** Of the whole: handed over once each of its archives was. */
  ...standing,
  decidedBy: somebody.nullable(),
  expiresAt: z.date().nullable(),
  state: z.enum(exportStates),
  refusals: z.object({
    decide: z.string().nullable(),
    withdraw: z.string().nullable(),
    take: z.string().nullable(),
  }),
})
export type ChainExport = z.infer<typeof chainExportShape>

export const auditContract = {
  /** What happened with one sealed record, the newest first; the look itself is noted and its person reads of it. */
  chain: oc
    .input(z.object({ conversationId: id, reason: z.string().trim().max(500).optional() }))
    .output(
      z.object({
        conversation: z.object({ id, title: z.string(), employee: z.string() }),
        leaf: z.object({ index: z.int(), commit: z.string(), sealedAt: z.date() }),
        items: z.array(happeningShape),
      }),
    ),
  /** Sign-ins, rights, looks, exports, imports: without content, the newest first. */
  log: oc
    .input(
      z.object({
        after: id.optional(),
        about: z.enum(['all', 'access', 'rights', 'looks', 'data']).default('all'),
        /** Part of the name, or the employee number, of who did it or whom it was done to. */
        person: z.string().trim().max(100).default(''),
        /** An archive that was taken: what it took of each record. By itself the log names the archive only. */
        within: id.optional(),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ items: z.array(happeningShape), next: id.nullable() })),
  exports: {
    list: oc.output(z.object({ items: z.array(chainExportShape), refusal: z.string().nullable() })),
    /** Asks a second person for everything sealed between two days, or for the records of a cycle or a person. */
    ask: oc
      .input(
        z.object({
          contents: z.enum(exportContents).default('chains'),
          /** Null: from the first that was ever sealed. */
          fromOn: z.iso.date().nullable(),
          untilOn: z.iso.date(),
          departmentId: id.nullable().default(null),
          cycleId: id.nullable().default(null),
          employeeId: id.nullable().default(null),
          reason: z.string().trim().min(10).max(500),
          clientId: id.optional(),
        }),
      )
      .output(chainExportShape),
    decide: oc.input(z.object({ id, approve: z.boolean() })).output(chainExportShape),
    /** Takes back what one has asked, while nobody has decided. */
    withdraw: oc.input(z.object({ id })).output(chainExportShape),
  },
}
