import type { JsonObject } from '../../../../sealing/canonical/rules.ts'
import { PARTED_SCHEMA } from '../../../../sealing/evidence/rules.ts'
import { leavable } from '../../../../sealing/parts/rules.ts'
import type { LeftOut } from '../../page/left/rules.ts'

export type Group = (typeof leavable)[number]

/**
 * One part somebody may leave out; `path` is where the sealed document has it, `label` the record's own
 * words, `part` and `voice` whose words they are: two may have answered the same question.
 */
export interface Choice {
  path: string
  group: Group
  part: string | null
  /** Null for what both wrote together. */
  voice: 'employee' | 'manager' | null
  label: string | null
}

/** Whether a record was sealed part by part; older ones can only be exported whole. */
export const canBeRedacted = (document: JsonObject): boolean => document['schema'] === PARTED_SCHEMA

/** What may be left out of this record, in its own order. Empty parts are not offered. */
export const choicesIn = (document: JsonObject): Choice[] =>
  leavable.flatMap((group): Choice[] => {
    const value = document[group]
    if (!Array.isArray(value))
      return value ? [{ path: group, group, part: null, voice: null, label: null }] : []
    return value.map((entry, i) => {
      const { part, voice } = entry as JsonObject
      return {
        path: `${group}/${i}`,
        group,
        part: typeof part === 'string' ? part : null,
        voice: voice === 'employee' || voice === 'manager' ? voice : null,
        label: labelOf(group, entry as JsonObject),
      }
    })
  })

const LABELS: Partial<Record<Group, string>> = { plan: 'what', attachments: 'name' }

function labelOf(group: Group, entry: JsonObject): string | null {
  const label = entry[LABELS[group] ?? 'label']
  if (typeof label !== 'string' || label === '') return null
  const author = entry['author'] as JsonObject | undefined
  return author ? `${label} · ${author['name']}` : label
}

/** The record as it reads without some of its parts, for a preview. */
export function leaveOut(document: JsonObject, left: ReadonlySet<string>): JsonObject {
  const rest = Object.entries(document)
    .filter(([key]) => !left.has(key))
    .map(([key, value]) => [
      key,
      Array.isArray(value) ? value.filter((_, i) => !left.has(`${key}/${i}`)) : value,
    ])
  return readable(Object.fromEntries(rest) as JsonObject)
}

/** Where on the page each part would stand: what was filled in, in its group. */
export const placesOf = (document: JsonObject, left: readonly string[]): LeftOut[] =>
  choicesIn(document)
    .filter(({ path }) => left.includes(path))
    .map(({ path, group }) => {
      const entry = (document[group] as JsonObject[])[Number(path.split('/')[1])]
      if (group === 'fields') return entry!['group'] as LeftOut
      if (group !== 'contributions') return group
      return ((entry!['fields'] as JsonObject[])[0]?.['group'] ?? 'remarks') as LeftOut
    })

/** A record some parts are missing from, such that it can be read and printed. */
export function readable(document: JsonObject): JsonObject {
  return {
    fields: [],
    contributions: [],
    gaps: [],
    score: null,
    minutes: '',
    plan: [],
    attachments: [],
    ...document,
  }
}
