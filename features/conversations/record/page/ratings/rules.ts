import type { Block } from '../../contract.ts'
import { wordsIn } from '../../words/rules.ts'
import { roleIn, type Read } from '../reading/rules.ts'
import { exactTime } from '../times/rules.ts'

/** How the two rated beside each other, what was calibrated, what counts, and what was kept out of it. */
export function views(read: Read): Block[] {
  const say = wordsIn(read.locale)
  // The numbers are places on the scale; people know them by name, and the answers carry the names.
  const levels = new Map(
    read.fields.flatMap(({ type, value }) => {
      const rating = value as { value: number | null; label: string | null }
      return type === 'rating' && rating.value !== null && rating.label !== null
        ? [[rating.value, rating.label] as const]
        : []
    }),
  )
  const shown = (value: number | null) =>
    value === null ? say('notRated') : (levels.get(value) ?? String(value))
  // An excerpt may hold the score without the ratings that lead to it.
  const compared: Block[] =
    read.gaps.length === 0
      ? []
      : [
          {
            kind: 'table',
            label: say('gaps'),
            voice: 'both',
            columns: [say('dimension'), say('own'), say('theirs')],
            rows: read.gaps.map(({ label, self, manager }) => [label, shown(self), shown(manager)]),
          },
        ]
  if (!read.score || read.score.value === null) return [...compared, ...calibrated(read)]
  const rows = [
    {
      label: say('score'),
      value: read.score.nearest
        ? say('weighted', { label: read.score.nearest, n: String(read.score.value) })
        : String(read.score.value),
    },
  ]
  if (read.score.left_out.length > 0)
    rows.push({ label: say('leftOut'), value: read.score.left_out.join('、') })
  return [...compared, ...calibrated(read), { kind: 'facts', rows }, ...outside(read)]
}

/** What stood before, what counts, by whom and why: nothing that was calibrated replaces what was given. */
function calibrated({ locale, timezone, calibrations = [] }: Read): Block[] {
  const say = wordsIn(locale)
  if (calibrations.length === 0) return []
  return [
    {
      kind: 'table',
      label: say('calibrated'),
      voice: 'system',
      columns: [
        say('dimension'),
        say('calibrated.was'),
        say('calibrated.value'),
        say('calibrated.by'),
        say('reason'),
      ],
      rows: calibrations.map(({ label, was, value, by, at, reason }) => [
        label,
        was ?? say('notRated'),
        value,
        `${by} · ${exactTime(at, timezone)}`,
        reason,
      ]),
    },
  ]
}

/** What was promised to stay out of the rating, by whose words it is. */
function outside({ locale, score }: Read): Block[] {
  const say = wordsIn(locale)
  const byWhom = new Map<string, Set<string>>()
  for (const { label, voice, name } of score?.outside ?? []) {
    const who = name ?? (voice === 'both' ? say('outside.both') : roleIn(locale, voice))
    byWhom.set(who, (byWhom.get(who) ?? new Set()).add(label))
  }
  if (byWhom.size === 0) return []
  return [
    {
      kind: 'table',
      label: say('outside'),
      voice: 'system',
      columns: [say('outside.who'), say('outside.what')],
      rows: [...byWhom].map(([who, labels]) => [
        who,
        [...labels].join(locale === 'en' ? '; ' : '；'),
      ]),
    },
  ]
}
