import type { JsonObject } from '../../../sealing/canonical/rules.ts'
import type { Block, RecordGroup, RecordPage } from '../contract.ts'
import { recordGroups } from '../contract.ts'
import { fieldBlock } from './blocks/rules.ts'
import { allInSight } from '../../../sealing/sight/rules.ts'
import { leftAt, type LeftOut } from './left/rules.ts'
import { groupTitle, wordOr, wordsIn } from '../words/rules.ts'
import { views } from './ratings/rules.ts'
import { roleIn, type Read } from './reading/rules.ts'
import { signatures } from './signatures/rules.ts'
import { clockTime, exactTime, heldTime } from './times/rules.ts'

const parts = {
  basics: 'basics',
  goals: 'said',
  highlights: 'said',
  problems: 'said',
  consensus: 'agreed',
  next: 'improve',
  remarks: 'closing',
  signatures: 'closing',
} as const satisfies Record<RecordGroup, RecordPage['groups'][number]['part']>

const kilobytes = (size: number) =>
  size < 1024
    ? `${size} B`
    : size < 1024 ** 2
      ? `${Math.round(size / 1024)} KB`
      : `${(size / 1024 ** 2).toFixed(1)} MB`

/**
 * A record as people read it, made from its bytes alone: the page to be signed, the sealed view and
 * the PDF are this page. Empty groups are left out; without signatures, so is theirs. What cannot be seen, such
 * as U+202E, is shown as its code point, and the page says so.
 * @param left of an excerpt: where each part stood that is not in these bytes
 */
export function recordPage(record: JsonObject, left: readonly LeftOut[] = []): RecordPage {
  const { record: read, shown } = allInSight(record as unknown as Read)
  const say = wordsIn(read.locale)
  const employee = read.participants.find(({ role }) => role === 'employee')
  // What others wrote stands beside what the two wrote, under their names; nothing is averaged.
  const theirs = (read.contributions ?? []).flatMap(({ label: stage, author, fields }) =>
    fields.map((field) => ({
      ...field,
      label: say('contributed', { label: field.label, name: author.name, stage }),
    })),
  )
  const missing = (place: LeftOut) => leftAt(read, left, place)
  const own = (group: RecordGroup) => [
    ...[...read.fields, ...theirs]
      .filter((field) => field.group === group)
      .flatMap((field) => fieldBlock(field, read.locale)),
    ...missing(group),
  ]
  const blocks: Record<RecordGroup, Block[]> = {
    basics: [...basics(read), ...own('basics')],
    goals: [
      ...own('goals'),
      ...views(read),
      ...missing('gaps'),
      ...missing('calibrations'),
      ...missing('score'),
    ],
    highlights: own('highlights'),
    problems: own('problems'),
    consensus: [
      ...own('consensus'),
      ...minutes(read),
      ...missing('minutes'),
      ...plan(read),
      ...missing('plan'),
    ],
    next: own('next'),
    remarks: [...own('remarks'), ...attachments(read), ...missing('attachments')],
    signatures: signatures(read),
  }
  return {
    title: say('title'),
    subtitle: [
      employee ? `${employee.name}（${employee.employee_no}）` : '',
      employee?.department ?? '',
      read.title,
      ...(read.version ? [say('version', { n: read.version })] : []),
    ]
      .filter(Boolean)
      .join(' · '),
    locale: read.locale,
    marks: [
      ...(left.length > 0 ? [say('mark.redacted', { n: left.length })] : []),
      ...read.marks.map((mark) => {
        if (mark !== 'paper' || !read.paper) return wordOr(read.locale, 'mark', mark)
        return say('mark.paper', {
          by: read.paper.entered_by,
          at: exactTime(read.paper.entered_at, read.timezone),
        })
      }),
      ...(shown.length > 0 ? [say('mark.unseen', { shown: shown.join(' ') })] : []),
    ],
    groups: recordGroups
      .filter((key) => blocks[key].length > 0)
      .map((key) => ({
        key,
        part: parts[key],
        title: groupTitle(read.locale, key),
        blocks: blocks[key],
      })),
  }
}

function basics(read: Read): Block[] {
  const say = wordsIn(read.locale)
  const people = read.participants.map(({ role, name, employee_no, department, position }) => ({
    label: roleIn(read.locale, role),
    value: [`${name}（${employee_no}）`, department, position].filter(Boolean).join(' · '),
  }))
  const { held, paper } = read
  const time = paper
    ? paper.held_on
    : held.started_at
      ? heldTime(read.locale, read.timezone, held.started_at, held.ended_at)
      : say('notHeld')
  const steps = held.steps.map(
    ({ label, seconds }) =>
      `${label} ${say('minutesLong', { n: Math.max(1, Math.round(seconds / 60)) })}`,
  )
  return [
    {
      kind: 'facts',
      rows: [
        ...people,
        ...(read.cycle
          ? [
              {
                label: say('cycle'),
                value: `${read.cycle.name}（${read.cycle.period_from} – ${read.cycle.period_to}）`,
              },
            ]
          : []),
        ...segments(read),
        { label: say('time'), value: time },
        ...present(read),
        ...(held.place ? [{ label: say('place'), value: held.place }] : []),
        ...(held.channel
          ? [{ label: say('channel'), value: wordOr(read.locale, 'channel', held.channel) }]
          : []),
        ...(steps.length > 0 ? [{ label: say('steps'), value: steps.join('、') }] : []),
        {
          label: say('template'),
          value: `${read.template.title} · ${say('version', { n: read.template.version })}`,
        },
      ],
    },
  ]
}

/** The posts of the period, each with how much of it they are. */
function segments({ locale, segments: all = [] }: Read) {
  const say = wordsIn(locale)
  return all.map(({ from, until, share, department, position, manager, template }, at) => ({
    label: say('segment', { n: at + 1 }),
    value: [
      `${from} – ${until}（${share}%）`,
      [department.split('/').at(-1), position].filter(Boolean).join(' '),
      manager && say('segment.manager', { name: manager }),
      template,
    ]
      .filter(Boolean)
      .join(' · '),
  }))
}

/** A third person at the talk: who, as what, and for how long. */
function present({ locale, timezone, held }: Read) {
  const say = wordsIn(locale)
  return (held.present ?? []).map(({ name, employee_no, position, from, until }) => ({
    label: say('present'),
    value: [
      `${name}（${employee_no}）`,
      say('present.hr'),
      position,
      until
        ? say('present.span', {
            from: clockTime(from, timezone),
            until: clockTime(until, timezone),
          })
        : say('present.from', { from: clockTime(from, timezone) }),
    ]
      .filter(Boolean)
      .join(' · '),
  }))
}

const minutes = (read: Read): Block[] =>
  read.minutes.trim() === ''
    ? []
    : [{ kind: 'text', label: wordsIn(read.locale)('minutes'), voice: 'both', text: read.minutes }]

function plan(read: Read): Block[] {
  const say = wordsIn(read.locale)
  if (read.plan.length === 0) return []
  const ownerOf = ({ owner_kind, owner }: Read['plan'][number]) =>
    owner_kind === 'company'
      ? `${say('company')}${owner ? `（${owner}）` : ''}`
      : (owner ?? roleIn(read.locale, owner_kind))
  return [
    {
      kind: 'table',
      label: say('plan'),
      voice: 'both',
      columns: [
        say('layer'),
        say('what'),
        say('how'),
        say('measure'),
        say('support'),
        say('owner'),
        say('due'),
        say('proposedBy'),
      ],
      rows: read.plan.map((line) => [
        wordOr(read.locale, 'layer', line.layer),
        line.what,
        line.how,
        line.measure,
        line.support,
        ownerOf(line),
        line.due_on ?? '',
        roleIn(read.locale, line.proposed_by),
      ]),
    },
  ]
}

function attachments(read: Read): Block[] {
  const say = wordsIn(read.locale)
  if (read.attachments.length === 0) return []
  return [
    {
      kind: 'list',
      label: say('attachments'),
      voice: 'both',
      entries: read.attachments.map(({ name, label, size, sha256, link }) => ({
        text: label || name,
        notes: link
          ? [{ label: say('link'), text: link }]
          : [
              { label: say('size'), text: kilobytes(size) },
              { label: say('hash'), text: sha256 ?? '' },
            ],
      })),
    },
  ]
}
