import type { JsonObject } from '../../canonical/rules.ts'
import type { Path } from '../../parts/rules.ts'
import type { SealedSignature } from '../../rules.ts'

/**
 * How far others vouch for the log. W0: nobody. W1: the organization says that it hands out its checkpoints daily.
 * W2: a witness cosigned the checkpoint. W3: an authority put its time on it.
 */
export type WitnessLevel = 'W0' | 'W1' | 'W2' | 'W3'

/** 完整 · 已篡改 · 无法判断 */
export type Verdict = 'intact' | 'tampered' | 'unknown'
export type Part =
  | 'file'
  | 'record'
  | 'parts'
  | 'manifest'
  | 'signatures'
  | 'commitment'
  | 'leaf'
  | 'inclusion'
  | 'checkpoint'
  | 'key'
  | 'timestamp'
  | 'witness'
  | 'page'
  | 'pdfSignature'
  | 'assertion'
  | 'enrolment'
/** One thing that was looked at. `ok` null: it could not be judged. `key` is a message, `params` fill it. */
export type Finding = {
  part: Part
  ok: boolean | null
  key: string
  params: Record<string, string | number>
}
/** What a reader sees of the record beside the verdict. Only what the file itself says. */
export type Facts = {
  record: JsonObject
  /** The parts that were left out, by where they stand; what is bound to all of the content is not listed. */
  withheld: Path[]
  version: number
  signatures: SealedSignature[]
  commit: string
  mark: string
  sealedAt: string
  leafIndex: number
  treeSize: number
  /** How far others vouch for the log. */
  level: WitnessLevel
  origin: string
  keyId: string
}
export type Verification = {
  /** A receipt or a checkpoint is judged on its own: it says where and when, never what. Absent: evidence. */
  kind?: 'receipt' | 'checkpoint'
  verdict: Verdict
  findings: Finding[]
  notChecked: string[]
  facts: Facts | null
}
