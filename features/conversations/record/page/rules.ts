import type { JsonObject } from '../../../sealing/canonical/rules.ts'
import type { Block, RecordGroup, RecordPage, Voice } from '../contract.ts'
import { recordGroups } from '../contract.ts'
import type { Locale, SealedField } from '../rules.ts'
import { fieldBlock } from './blocks/rules.ts'
import { groupTitle, wordOr, wordsIn } from '../words/rules.ts'

/** A sealed or presented record as its own bytes say it; everything below reads nothing else. */
type Read = {
  locale: Locale
  timezone: string
  title: string
  cycle: { name: string; period_from: string; period_to: string } | null
  template: { title: string; version: number }
  participants: {
    role: string
    name: string
    employee_no: string
    department: string
    position: string
  }[]
  /** Not in records of earlier programs, nor where the period is one piece. */
  segments?: {
    from: string
    until: string
    share: number
    department: string
    position: string
    manager: string | null
    template: string
  }[]
  held: {
    started_at: string | null
    ended_at: string | null
    channel: string | null
    place: string
    steps: { label: string; seconds: number }[]
    /** Not in records of earlier programs, nor where the two were alone. */
    present?: {
      name: string
      employee_no: string
      position: string
      from: string
      until: string | null
    }[]
  }
  paper: { held_on: string; entered_by: string; entered_at: string } | null
  marks: string[]
  fields: SealedField[]
  /** Not in records of earlier programs. */
  contributions?: { label: string; author: { name: string }; fields: SealedField[] }[]
  gaps: { label: string; self: number | null; manager: number | null }[]
  score: {
    value: string | number | null
    nearest: string | null
    left_out: string[]
    /** Not in records of earlier programs. */
    outside?: { label: string; voice: Voice; name: string | null }[]
  } | null
  /** Not in records of earlier programs, nor where no rating was calibrated. */
  calibrations?: {
    label: string
    was: string | null
    value: string
    reason: string
    by: string
    at: string
  }[]
  minutes: string
  plan: {
    layer: string
    what: string
    how: string
    measure: string
    support: string
    owner_kind: string
    owner: string | null
    due_on: string | null
    proposed_by: string
  }[]
  attachments: {
    name: string
    type: string
    size: number
    sha256: string | null
    link: string | null
    label: string
  }[]
  version?: number
  signatures?: {
    person_pid: string
    recorded_by_pid: string | null
    name: string
    role: string
    outcome: string
    statement: string | null
    at: string
    ip: string
    level: string
  }[]
}

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

/** When the two sat together, as people say it: the day, from when until when, and by whose clock. */
export function heldTime(
  locale: string,
  timeZone: string,
  from: string,
  until: string | null,
): string {
  const isEnglish = locale === 'en'
  const written = (options: Intl.DateTimeFormatOptions, at: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(at))
  const day = (at: string) =>
    written({ year: 'numeric', month: isEnglish ? 'short' : 'long', day: 'numeric' }, at)
  const time = (at: string) => written({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at)
  const whole = (at: string) => `${day(at)}${isEnglish ? ',' : ''} ${time(at)}`
  const span = until
    ? `${whole(from)} – ${day(from) === day(until) ? time(until) : whole(until)}`
    : whole(from)
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' })
    .formatToParts(new Date(from))
    .find(({ type }) => type === 'timeZoneName')!.value // always present: it was asked for
  return isEnglish ? `${span} (${zone})` : `${span}（${zone}）`
}

/** 15:06 by the record's own clock. */
const clockTime = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(iso),
  )

/** `2026-11-20 15:06:41 +08:00`, so that it means the same to everybody. */
export function exactTime(iso: string, timezone: string): string {
  const at = new Date(iso)
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
  const offset = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value
  return `${text} ${offset === 'GMT' ? '+00:00' : (offset ?? '').replace('GMT', '')}`
}

const roleIn = (locale: Locale, role: string) =>
  wordsIn(locale)(role === 'manager' || role === 'witness' ? role : 'employee')

const kilobytes = (size: number) =>
  size < 1024
    ? `${size} B`
    : size < 1024 ** 2
      ? `${Math.round(size / 1024)} KB`
      : `${(size / 1024 ** 2).toFixed(1)} MB`

/**
 * A record as people read it, made from its bytes alone: the page to be signed, the sealed view and
 * the PDF are this page. Empty groups are left out; without signatures, so is theirs.
 */
export function recordPage(record: JsonObject): RecordPage {
  const read = record as unknown as Read
  const say = wordsIn(read.locale)
  const employee = read.participants.find(({ role }) => role === 'employee')
  // What others wrote stands beside what the two wrote, under their names; nothing is averaged.
  const theirs = (read.contributions ?? []).flatMap(({ label: stage, author, fields }) =>
    fields.map((field) => ({
      ...field,
      label: say('contributed', { label: field.label, name: author.name, stage }),
    })),
  )
  const own = (group: RecordGroup) =>
    [...read.fields, ...theirs]
      .filter((field) => field.group === group)
      .flatMap((field) => fieldBlock(field, read.locale))
  const blocks: Record<RecordGroup, Block[]> = {
    basics: [...basics(read), ...own('basics')],
    goals: [...own('goals'), ...views(read)],
    highlights: own('highlights'),
    problems: own('problems'),
    consensus: [...own('consensus'), ...minutes(read), ...plan(read)],
    next: own('next'),
    remarks: [...own('remarks'), ...attachments(read)],
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
    marks: read.marks.map((mark) => {
      if (mark !== 'paper' || !read.paper) return wordOr(read.locale, 'mark', mark)
      return say('mark.paper', {
        by: read.paper.entered_by,
        at: exactTime(read.paper.entered_at, read.timezone),
      })
    }),
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

function views(read: Read): Block[] {
  const say = wordsIn(read.locale)
  if (read.gaps.length === 0) return []
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
  const table: Block = {
    kind: 'table',
    label: say('gaps'),
    voice: 'both',
    columns: [say('dimension'), say('own'), say('theirs')],
    rows: read.gaps.map(({ label, self, manager }) => [label, shown(self), shown(manager)]),
  }
  if (!read.score || read.score.value === null) return [table, ...calibrated(read)]
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
  return [table, ...calibrated(read), { kind: 'facts', rows }, ...outside(read)]
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

function signatures(read: Read): Block[] {
  if (!read.signatures?.length) return []
  return [
    {
      kind: 'list',
      label: '',
      voice: 'system',
      entries: read.signatures.map((signature) => ({
        text: `${roleIn(read.locale, signature.role)} ${signature.name}`,
        notes: notesOf(signature, read),
      })),
    },
  ]
}

type Signature = NonNullable<Read['signatures']>[number]

/** Who wrote an outcome down when that was not the person: a name, or '' for the system; null for one's own act. */
export function recorderOf(
  { recorded_by_pid, outcome }: Pick<Signature, 'recorded_by_pid' | 'outcome'>,
  signatures: Pick<Signature, 'person_pid' | 'name'>[],
): string | null {
  if (outcome === 'notAnswered') return ''
  if (!recorded_by_pid) return null
  return signatures.find(({ person_pid }) => person_pid === recorded_by_pid)?.name ?? ''
}

function notesOf(signature: Signature, read: Read) {
  const { role, outcome, statement, at, ip, level } = signature
  const say = wordsIn(read.locale)
  const recorder = recorderOf(signature, read.signatures ?? [])
  return [
    {
      label: say('outcome'),
      text: role === 'witness' ? say('outcome.witnessed') : wordOr(read.locale, 'outcome', outcome),
    },
    // A witness confirms what the manager wrote; the words are not the witness's own.
    ...(statement
      ? [{ label: say(role === 'witness' ? 'account' : 'statement'), text: statement }]
      : []),
    { label: say('signedAt'), text: exactTime(at, read.timezone) },
    ...(recorder === null
      ? [
          ...(ip ? [{ label: say('from'), text: ip }] : []),
          { label: say('level'), text: wordOr(read.locale, 'level', level) },
        ]
      : [
          {
            label: say('recordedBy'),
            text:
              recorder === ''
                ? say('recordedBy.system')
                : say('recordedBy.other', { name: recorder }),
          },
        ]),
  ]
}
