import type { JsonObject } from '../../sealing/canonical/rules.ts'
import type { Block, RecordPage } from '../record/contract.ts'
import { recordPage } from '../record/page/rules.ts'
import type { Change } from './contract.ts'

/** Working days the two have to sign an amended record. */
export const amendingDays = 10

/**
 * Where two versions of a record differ, place by place and in the order of the newer one, as people
 * read it. Signatures are each version's own and no difference.
 */
export function changesBetween(before: JsonObject, after: JsonObject): Change[] {
  const [old, now] = [placesOf(recordPage(before)), placesOf(recordPage(after))]
  const keys = [...now.keys(), ...[...old.keys()].filter((key) => !now.has(key))]
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    const { group, label } = (is ?? was)!
    return was?.text === is?.text
      ? []
      : [{ group, label, before: was?.text ?? null, after: is?.text ?? null }]
  })
}

interface Place {
  group: string
  label: string
  text: string
}

function placesOf(page: RecordPage): Map<string, Place> {
  const places = new Map<string, Place>()
  const put = (group: string, label: string, text: string) => {
    let key = `${group}\n${label}`
    while (places.has(key)) key += '\n'
    places.set(key, { group, label, text })
  }
  for (const { key, title, blocks } of page.groups)
    if (key !== 'signatures')
      for (const block of blocks)
        for (const { label, text } of linesOf(block)) put(title, label, text)
  return places
}

function linesOf(block: Block): { label: string; text: string }[] {
  switch (block.kind) {
    case 'facts':
      return block.rows.map(({ label, value }) => ({ label, text: value }))
    case 'text':
      return [{ label: block.label, text: block.text }]
    case 'list': {
      const entry = ({ text, notes }: (typeof block.entries)[number]) =>
        [text, ...notes.map(({ label, text: note }) => `${label}：${note}`)].join('\n')
      return [{ label: block.label, text: block.entries.map(entry).join('\n\n') }]
    }
    case 'left':
      return []
    case 'table':
      return [{ label: block.label, text: block.rows.map((row) => row.join(' · ')).join('\n') }]
  }
}
