import type {
  Block as Printed,
  PrintDocument,
  Rich,
  SignatureBlock,
} from '../../../sealing/archive/rules.ts'
import type { JsonObject } from '../../../sealing/canonical/rules.ts'
import type { Block, RecordPage } from '../contract.ts'
import type { LeftOut } from '../page/left/rules.ts'
import { allInSight } from '../../../sealing/sight/rules.ts'
import { roleIn, type Read } from '../page/reading/rules.ts'
import { recordPage } from '../page/rules.ts'
import { exactTime } from '../page/times/rules.ts'
import type { Locale } from '../material/rules.ts'
import { wordOr, wordsIn } from '../words/rules.ts'

/** What had happened about a record when it was printed. */
export type Flag = 'openCase' | 'superseded' | 'amending'

/** A sealed record as a document to print: the same page, the same words, made from the same bytes. */
export function recordDocument(
  record: JsonObject,
  seal: PrintDocument['seal'],
  flags: readonly Flag[] = [],
  left: readonly LeftOut[] = [],
): PrintDocument {
  const page = recordPage(record, left)
  const say = wordsIn(page.locale)
  return {
    locale: page.locale,
    title: page.title,
    subtitle: page.subtitle,
    blocks: [
      ...flags.map((flag): Printed => ({ kind: 'note', text: say(`flag.${flag}`) })),
      ...page.marks.map((text): Printed => ({ kind: 'note', text })),
      ...page.groups
        .filter(({ key }) => key !== 'signatures')
        .flatMap((group) => printed(page, group)),
    ],
    signatures: signaturesOf(allInSight(record).record, page.locale),
    seal: seal && { ...seal, sealedAt: exactTime(seal.sealedAt, String(record.timezone)) },
  }
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八']

function printed(page: RecordPage, group: RecordPage['groups'][number]): Printed[] {
  const at = page.groups.indexOf(group)
  const number = page.locale === 'en' ? `${at + 1}.` : `${numerals[at]}、`
  return [
    {
      kind: 'heading',
      text: `${number}${page.locale === 'en' ? ' ' : ''}${group.title}`,
      level: 1,
    },
    ...group.blocks.flatMap((block) => blockOf(block, page.locale)),
  ]
}

function blockOf(block: Block, locale: RecordPage['locale']): Printed[] {
  switch (block.kind) {
    case 'left':
      return [{ kind: 'note', text: block.text }]
    case 'facts':
      return block.rows.map(({ label, value }) => ({ kind: 'field', label, text: value }))
    case 'text':
      return [
        { kind: 'field', label: withVoice(block.label, block.voice, locale), text: block.text },
      ]
    case 'table':
      return [
        { kind: 'heading', text: withVoice(block.label, block.voice, locale), level: 2 },
        {
          kind: 'table',
          head: block.columns,
          rows: [
            ...block.rows,
            ...(block.totals ? [block.totals.map((text) => [{ text, strong: true }])] : []),
          ],
        },
        ...(block.note ? [{ kind: 'note' as const, text: block.note }] : []),
      ]
    case 'list':
      return [
        { kind: 'heading', text: withVoice(block.label, block.voice, locale), level: 2 },
        { kind: 'list', ordered: block.entries.length > 1, items: block.entries.map(entryOf) },
      ]
  }
}

const entryOf = ({ text, notes }: Extract<Block, { kind: 'list' }>['entries'][number]): Rich => [
  { text },
  ...notes.flatMap(({ label, text: note }) => [
    { text: `\n${label}：`, strong: true },
    { text: note },
  ]),
]

const withVoice = (label: string, voice: string, locale: string) =>
  voice === 'employee' || voice === 'manager' ? `${label}（${wordsIn(locale)(voice)}）` : label

function signaturesOf(record: JsonObject, locale: Locale): SignatureBlock[] {
  const say = wordsIn(locale)
  const given = (record.signatures ?? []) as unknown as NonNullable<Read['signatures']>
  return given.map(({ name, role, outcome, statement, at, ip, level }) => ({
    role: roleIn(locale, role),
    name,
    words: role === 'witness' ? say('outcome.witnessed') : wordOr(locale, 'outcome', outcome),
    statement,
    at: exactTime(at, String(record.timezone)),
    detail: [ip, wordOr(locale, 'level', level)].filter(Boolean).join(' · '),
  }))
}
