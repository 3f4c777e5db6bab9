import type { Block, RecordGroup } from '../../conversations/record/contract.ts'
import { groupOf } from '../../conversations/record/groups/rules.ts'
import { recordPage } from '../../conversations/record/page/rules.ts'
import type { SealedField } from '../../conversations/record/material/rules.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { mayFeed } from '../../templates/feeding/rules.ts'
import { fieldOf } from '../../templates/rules.ts'
import type { EvidenceTalk, PastTalk, Said } from './contract.ts'

/** What of a sealed record is laid beside others. */
interface Sealed {
  participants: { role: string; name: string }[]
  fields: SealedField[]
  /** Not in records of earlier programs, nor where no rating was calibrated. */
  calibrations?: (Omit<EvidenceTalk['calibrations'][number], 'at'> & {
    /** The key; records of earlier programs know the label only. */
    dimension?: string
    at: string
  })[]
  gaps: { dimension: string; label: string; self: number | null; manager: number | null }[]
  score: {
    value: string | number | null
    nearest: string | null
    used: { dimension: string; value: number }[]
  } | null
  plan: { what: string; due_on: string | null }[]
}

type Agreed = PastTalk['agreed'][number]
type Results = Pick<PastTalk, 'manager' | 'result' | 'dimensions' | 'strengths' | 'gaps'>

/** Results, strengths and gaps of a sealed record, and what was agreed in it. */
export function resultsIn(
  document: JsonObject,
): Results & { agreed: { what: string; dueOn: string | null }[] } {
  const { participants, gaps, score, plan, calibrations = [] } = document as unknown as Sealed
  return {
    manager: participants.find(({ role }) => role === 'manager')?.name ?? null,
    result:
      score && score.value !== null ? { value: String(score.value), label: score.nearest } : null,
    dimensions: gaps.map(({ dimension, label, self, manager }) => {
      const counted = score?.used.find((each) => each.dimension === dimension)?.value ?? null
      const isCalibrated = calibrations.some((each) =>
        each.dimension ? each.dimension === dimension : each.label === label,
      )
      return {
        key: dimension,
        label,
        self,
        manager,
        calibrated: isCalibrated && counted !== manager ? counted : null,
      }
    }),
    strengths: saidIn(document, 'highlights'),
    gaps: saidIn(document, 'problems'),
    agreed: plan.map(({ what, due_on }) => ({ what, dueOn: due_on })),
  }
}

/**
 * What was agreed with what became of it, as far as that is known: whatever is not, was agreed all the
 * same. Two lines of the same words on the same day take one promise each.
 */
export function withStates(
  agreed: readonly { what: string; dueOn: string | null }[],
  promises: readonly Agreed[],
): Agreed[] {
  const left = [...promises]
  return agreed.map(({ what, dueOn }) => {
    const at = left.findIndex((each) => each.what.normalize() === what && each.dueOn === dueOn)
    return { what, dueOn, state: at === -1 ? null : left.splice(at, 1)[0]!.state }
  })
}

/** A record short of what may never feed a rating, by its own template; what others wrote beside is told apart. */
export function feeding(document: JsonObject, template: TemplateBody): JsonObject {
  const { fields } = document as unknown as Sealed
  return {
    ...document,
    fields: fields.filter(({ key }) => mayFeed(template, key)),
    contributions: [],
  } as unknown as JsonObject
}

/**
 * What somebody wishes to grow into, as far as it was written into the record for whoever may read it:
 * never what was meant for the other of the two, nor needs, nor remarks.
 */
export function wishesIn(document: JsonObject, template: TemplateBody): Said[] {
  const { fields } = document as unknown as Sealed
  const isWish = ({ key, type }: SealedField) => {
    const found = fieldOf(template, key)
    return (
      (type === 'longText' || type === 'shortText') &&
      found?.field.readers === 'record' &&
      groupOf(found, found.field) === 'next'
    )
  }
  return saidIn(
    { ...document, fields: fields.filter(isWish), contributions: [] } as unknown as JsonObject,
    'next',
  )
}

/** Ratings that were put in the place of the manager’s, as the record tells them. */
export const calibrationsIn = (document: JsonObject): EvidenceTalk['calibrations'] =>
  ((document as unknown as Sealed).calibrations ?? []).map(
    ({ label, was, value, reason, by, at }) => ({
      label,
      was,
      value,
      reason,
      by,
      at: new Date(at),
    }),
  )

const saidIn = (document: JsonObject, group: RecordGroup): Said[] =>
  recordPage(document)
    .groups.filter(({ key }) => key === group)
    .flatMap(({ blocks }) => blocks.flatMap(said))

/** The main words of a block: of a list its entries, of a table its first column. */
function said(block: Block): Said[] {
  if (block.kind === 'facts' || block.kind === 'left') return []
  const { label, voice } = block
  const lines =
    block.kind === 'text'
      ? [block.text]
      : block.kind === 'list'
        ? block.entries.map(({ text }) => text)
        : block.rows.map(([first = '']) => first)
  const told = lines.filter((line) => line.trim() !== '')
  return told.length > 0 ? [{ label, voice, lines: told }] : []
}
