import type {
  Best,
  Cause,
  Evidence,
  KeyMatter,
  NextGoal,
  PlanEntry,
  ReviewedGoal,
  Statement,
  SupportNeed,
} from '../../../../templates/contract.ts'
import type { Block } from '../../contract.ts'
import type { SealedGrid } from '../../grid/rules.ts'
import type { SealedField } from '../../material/rules.ts'
import { wordOr, wordsIn } from '../../words/rules.ts'

type Entry = Extract<Block, { kind: 'list' }>['entries'][number]
type Note = Entry['notes'][number]

/** One sealed field as a block of the page, by its type; an unknown type is shown as text. */
export function fieldBlock(field: SealedField, locale: string): Block[] {
  const { label, voice } = field
  const say = wordsIn(locale)
  const note = (word: Parameters<typeof say>[0], text: string | null | undefined): Note[] =>
    text?.trim() ? [{ label: say(word), text }] : []
  const list = (entries: Entry[]): Block[] =>
    entries.length === 0 ? [] : [{ kind: 'list', label, voice, entries }]
  const table = (columns: Parameters<typeof say>[0][], rows: string[][]): Block[] =>
    rows.length === 0
      ? []
      : [{ kind: 'table', label, voice, columns: columns.map((word) => say(word)), rows }]
  // The values come from sealed bytes, checked when they were written: their type is told beside them.
  const value = field.value as never

  const shapes: Record<string, () => Block[]> = {
    rating: () => {
      const rating = value as {
        label: string | null
        meaning: string | null
        notRated: boolean
        case: string
        nextLevel: string
      }
      const point =
        rating.notRated || rating.label === null
          ? say('notRated')
          : `${rating.label}　${rating.meaning ?? ''}`.trim()
      return list([
        {
          text: point,
          notes: [...note('case', rating.case), ...note('nextLevel', rating.nextLevel)],
        },
      ])
    },
    choice: () => [{ kind: 'text', label, voice, text: (value as { label: string }).label }],
    multiChoice: () =>
      list((value as { label: string }[]).map((each) => ({ text: each.label, notes: [] }))),
    statements: () =>
      list(
        (value as Statement[]).map(({ text, situation, evidence }) => ({
          text,
          notes: [
            ...note('situation', situation),
            ...evidence.flatMap((each) => note('evidence', evidenceText(each))),
          ],
        })),
      ),
    causes: () =>
      table(
        ['matter', 'kind', 'cause', 'remedy', 'proposedBy'],
        (value as Cause[]).map((each) => [
          each.matter,
          wordOr(locale, 'cause', each.label),
          each.cause,
          each.remedy,
          say(each.proposedBy),
        ]),
      ),
    goalReview: () => {
      // Figures are confirmed where both wrote them, not in what one wrote alone.
      const isShared = voice === 'both'
      return table(
        [
          'goal',
          'target',
          'actual',
          'attainment',
          'comment',
          ...(isShared ? ['confirmed' as const] : []),
        ],
        (value as ReviewedGoal[]).map((each) => [
          each.goal,
          each.target,
          each.actual,
          each.attainment === null ? '' : `${each.attainment}%`,
          each.comment,
          ...(isShared ? [say(confirmedBy(each))] : []),
        ]),
      )
    },
    keyMatters: () =>
      table(
        ['matter', 'indicator', 'outcome'],
        (value as KeyMatter[]).map((each) => [each.matter, each.indicator, each.outcome]),
      ),
    supportNeeds: () =>
      list(
        (value as SupportNeed[]).map((each) => ({
          text: each.need,
          notes: [
            ...note('kind', wordOr(locale, 'need', each.kind)),
            ...note('reason', each.reason),
            ...note('neededBy', each.neededBy),
          ],
        })),
      ),
    nextGoals: () =>
      list(
        (value as NextGoal[]).map((each) => ({
          text: each.what,
          notes: [
            ...note('how', each.how),
            ...note('help', each.help),
            ...note('measure', each.measure),
            ...note('due', each.dueOn),
          ],
        })),
      ),
    scale: () => {
      const {
        value: at,
        label: meaning,
        of,
      } = value as {
        value: number
        label: string | null
        of: number | null
      }
      return [{ kind: 'text', label, voice, text: `${at} / ${of ?? '?'}　${meaning ?? ''}`.trim() }]
    },
    person: () => {
      const { name, employee_no } = value as { name: string; employee_no: string }
      return [{ kind: 'text', label, voice, text: `${name}（${employee_no}）` }]
    },
    best: () => {
      const { variant, entries } = value as { variant: 'A' | 'B'; entries: Best[] }
      return list(
        entries.map((each) => ({
          text: each.behaviour,
          notes: (['effect', 'suggestion', 'outlook'] as const).flatMap((name) =>
            note(`best.${variant}.${name}`, each[name]),
          ),
        })),
      )
    },
    planLines: () =>
      table(
        ['layer', 'what', 'how', 'measure', 'owner', 'due'],
        (value as PlanEntry[]).map((each) => [
          wordOr(locale, 'layer', each.layer),
          each.what,
          each.how,
          each.measure,
          say(each.owner),
          each.dueOn ?? '',
        ]),
      ),
    table: () => gridBlock(value as SealedGrid, { label, voice, locale }),
    // Files are listed together at the end, with their hashes.
    attachment: () => [],
  }
  return shapes[field.type]?.() ?? [{ kind: 'text', label, voice, text: String(field.value) }]
}

function gridBlock(
  { columns, rows, totals, decimals }: SealedGrid,
  { label, voice, locale }: Pick<SealedField, 'label' | 'voice'> & { locale: string },
): Block[] {
  const say = wordsIn(locale)
  if (rows.length === 0) return []
  const digits = [...new Set(decimals.filter((each) => each !== null))]
  const notes = digits.map((n) =>
    say('reckoned', {
      n,
      columns: columns.filter((_, at) => decimals[at] === n).join(locale === 'en' ? '”, “' : '”“'),
    }),
  )
  const last = totals?.map((each, at) => (at === 0 && each === '' ? say('total') : each))
  return [
    {
      kind: 'table',
      label,
      voice,
      columns,
      rows,
      ...(last && { totals: last }),
      ...(notes.length > 0 && { note: notes.join(locale === 'en' ? ' ' : '') }),
    },
  ]
}

const evidenceText = ({ text, ref, kind }: Evidence) =>
  kind === 'link' && ref ? [text, ref].filter(Boolean).join(' ') : text

const confirmedBy = ({ employeeAgrees, managerAgrees }: ReviewedGoal) => {
  if (employeeAgrees && managerAgrees) return 'confirmed.both'
  if (employeeAgrees) return 'confirmed.employee'
  return managerAgrees ? 'confirmed.manager' : 'confirmed.none'
}
