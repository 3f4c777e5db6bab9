import type { JsonValue } from '../../../sealing/canonical/rules.ts'
import type { About, Part, TemplateBody, Text } from '../../../templates/contract.ts'
import type { TalkSegment } from '../../segments/contract.ts'
import type { RecordGroup, Voice } from '../contract.ts'

/** The languages a record can be in. */
export type Locale = 'zh-CN' | 'en'

/** Everything a record is made of; days 'YYYY-MM-DD', moments Dates. */
export interface Material {
  locale: Locale
  timezone: string
  kind: string
  title: string
  cycle: { name: string; periodFrom: string; periodTo: string } | null
  employee: Participant
  manager: Participant | null
  template: { title: Text; version: number; hash: string; body: TemplateBody }
  /** The posts of the period, oldest first; empty where it is one piece (E03). */
  segments: Pick<
    TalkSegment,
    'fromOn' | 'untilOn' | 'share' | 'department' | 'position' | 'manager' | 'template'
  >[]
  held: {
    startedAt: Date | null
    endedAt: Date | null
    channel: string | null
    place: string
    steps: { key: string; seconds: number }[]
    /** Who sat in beside the two, by whom HR was represented; never why, nor who asked. */
    present: Present[]
  }
  paper: { heldOn: string; by: string; at: Date } | null
  selfSkipped: boolean
  oneSided: boolean
  /** Whose talk it is, for fields that are there for some only. */
  about: Pick<About, 'level' | 'jobFamily'>
  /** Answers by part; what nobody but its author reads is not in here. */
  answers: Record<Part, Record<string, unknown>>
  /** What others than the two handed in at a stage of theirs, oldest first (E04). */
  contributions: Contribution[]
  minutes: string
  plan: PlanEntry[]
  gaps: { dimension: string; self: number | null; manager: number | null }[]
  score: {
    score: number | null
    nearest: { label: Text } | null
    used: { dimension: string; value: number; weight: number }[]
    leftOut: string[]
  } | null
  /** Ratings somebody put in the place of the manager's, oldest first (E21). */
  calibrations: {
    key: string
    dimension: Text
    was: Text | null
    value: Text
    reason: string
    by: Pick<Participant, 'name'>
    at: Date
    wasRead: boolean
  }[]
  attachments: {
    name: string
    type: string
    size: number
    sha256: string | null
    link: string | null
    label: string
  }[]
}

/** Somebody in a record: name, number and post. */
export interface Participant {
  name: string
  employeeNo: string
  department: string
  position: string
}

/** A third person at the talk; `until` null: to the end. */
export interface Present extends Participant {
  from: Date
  until: Date | null
}

/** What somebody besides the two wrote. */
export interface Contribution {
  stage: string
  label: Text
  author: Participant
  submittedAt: Date
  /** The questions of that stage, as a part of its own. */
  body: TemplateBody
  answers: Record<string, unknown>
}

/** One line of what was agreed. */
export interface PlanEntry {
  layer: string
  what: string
  how: string
  measure: string
  support: string
  supportKind: string | null
  ownerKind: string
  owner: string | null
  dueOn: string | null
  proposedBy: 'employee' | 'manager'
}

/** One answered field as it is sealed: with its own label, so that it can be read without its template. */
export type SealedField = {
  key: string
  part: Part
  group: RecordGroup
  voice: Voice
  label: string
  type: string
  value: JsonValue
}
