import { z } from 'zod'
import { relations } from '../people/contract.ts'

/** What was said, what was agreed, how to improve; then who signed. */
export const recordParts = ['basics', 'said', 'agreed', 'improve', 'closing'] as const

/** The eight field groups of a record. */
export const recordGroups = [
  'basics',
  'goals',
  'highlights',
  'problems',
  'consensus',
  'next',
  'remarks',
  'signatures',
] as const
export type RecordGroup = (typeof recordGroups)[number]

/** Whose words stand there; `both` for what was written together. */
export const voices = ['employee', 'manager', 'both', 'system'] as const
export type Voice = (typeof voices)[number]

/** What a record is opened for, where it is evidence for a decision: 晋升 · 调薪 · 培训. */
export const purposes = ['promotion', 'pay', 'training'] as const
export type Purpose = (typeof purposes)[number]

/**
 * How a record was opened; `chain`: the chain of events, without a word of it; `ratings`: what the manager
 * rated, at a stage of the open talk.
 */
export const openings = ['read', 'export', 'chain', 'ratings'] as const
export type OpeningKind = (typeof openings)[number]

/** As what somebody opened it: what they are to the talk, or whoever is named to do one of its stages, or a case. */
export const openedAs = [...relations, 'stageOwner', 'caseHandler'] as const
export type OpenedAs = (typeof openedAs)[number]

const entry = z.object({
  text: z.string(),
  /** Short facts under it: a case, a measure, a date, an owner. */
  notes: z.array(z.object({ label: z.string(), text: z.string() })),
})

/** What a group is made of. Labels are in the language the record was written in. */
export const blockShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('facts'),
    rows: z.array(z.object({ label: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal('text'), label: z.string(), voice: z.enum(voices), text: z.string() }),
  z.object({
    kind: z.literal('list'),
    label: z.string(),
    voice: z.enum(voices),
    entries: z.array(entry),
  }),
  z.object({
    kind: z.literal('table'),
    label: z.string(),
    voice: z.enum(voices),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    /** The last row, when columns are totalled. */
    totals: z.array(z.string()).optional(),
    /** How figures were reckoned and rounded. */
    note: z.string().optional(),
  }),
  /** Where an excerpt is short, and by how much. */
  z.object({ kind: z.literal('left'), text: z.string() }),
])
export type Block = z.infer<typeof blockShape>

/** A record as people read it: on the page to be signed, in the sealed view and in the PDF. */
export const recordPageShape = z.object({
  title: z.string(),
  /** Name, number, department, cycle, version. */
  subtitle: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  /** Printed above everything when only the manager wrote, or when it was entered from paper. */
  marks: z.array(z.string()),
  groups: z.array(
    z.object({
      key: z.enum(recordGroups),
      part: z.enum(recordParts),
      title: z.string(),
      blocks: z.array(blockShape),
    }),
  ),
})
export type RecordPage = z.infer<typeof recordPageShape>

/** A sealed record with everything that proves it. */
export const sealedShape = z.object({
  id: z.uuid(),
  /** Whose it is. */
  employeeId: z.uuid(),
  version: z.int(),
  page: recordPageShape,
  /** The canonical record itself, as sealed. */
  document: z.record(z.string(), z.unknown()),
  signatures: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      outcome: z.string(),
      words: z.string(),
      statement: z.string().nullable(),
      at: z.date(),
      level: z.string(),
      /** Who wrote it down when the person did not: a name, or '' for the system. Null: the person's own act. */
      recordedBy: z.string().nullable(),
      /** Null for who may not see evidence of signing. */
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
    }),
  ),
  /** The newest sealed version; later than `version`: this one is kept, and no longer in force (E08). */
  newest: z.int(),
  /** Every sealed version, the newest first. */
  versions: z.array(z.object({ version: z.int(), sealedAt: z.date() })),
  /** The day and the reason it was erased; nothing of it can be read any more. */
  erased: z.object({ at: z.date(), basis: z.string() }).nullable(),
  /** A further version is being written. */
  amending: z.boolean(),
  /** A case about it is open: 申诉中. */
  openCase: z.enum(['dispute', 'appeal']).nullable(),
  sealedAt: z.date(),
  outcome: z.string(),
  /** SHA-256 of what both read. */
  shownHash: z.string(),
  /** Salted commitment in the log. */
  commit: z.string(),
  /** `7F3A 91C4` */
  mark: z.string(),
  leafIndex: z.int(),
  treeSize: z.int(),
  origin: z.string(),
  keyId: z.string(),
  verification: z.object({
    verdict: z.enum(['intact', 'tampered', 'unknown']),
    findings: z.array(
      z.object({
        part: z.string(),
        ok: z.boolean().nullable(),
        key: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    notChecked: z.array(z.string()),
  }),
  /** Null when it may be exported. */
  exportRefusal: z.string().nullable(),
  /** Whether whoever asks may know who has opened it: the employee. */
  ownAccess: z.boolean(),
  /** Whether whoever asks may read what happened with it, step by step: auditors and HR. */
  readsChain: z.boolean(),
  /** A receipt was made for whoever asks: download from `/api/files/receipt/<id>`. */
  ownReceipt: z.boolean(),
  /** Who opened the record by their role or as evidence, when and for what reason; shown to the employee. */
  readings: z.array(
    z.object({
      name: z.string(),
      at: z.date(),
      kind: z.enum(openings),
      /** As what they opened it. To decide a case is its own reason, in the words of whoever reads it. */
      relation: z.enum(openedAs).nullable(),
      reason: z.string().nullable(),
      /** Null: not as evidence for a decision. */
      purpose: z.enum(purposes).nullable(),
      /** Who agreed, where it left among many. */
      approvedBy: z.string().nullable(),
    }),
  ),
})
export type Sealed = z.infer<typeof sealedShape>

export const archiveShape = z.object({
  id: z.uuid(),
  title: z.string(),
  kind: z.string(),
  employee: z.object({
    id: z.uuid(),
    name: z.string(),
    employeeNo: z.string(),
    department: z.string(),
    position: z.string(),
  }),
  manager: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  cycle: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  sealedAt: z.date(),
  outcome: z.string(),
  mark: z.string(),
})
