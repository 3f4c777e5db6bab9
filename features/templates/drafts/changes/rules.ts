import canonicalize from 'canonicalize'
import type { Dimension, Field, Section, Step, TemplateBody, Text } from '../../contract.ts'
import type { Change, ChangedValue } from '../contract.ts'

type Note = (
  kind: string,
  effect: Change['effect'],
  what: Text,
  rest?: { where?: Text | null; from?: ChangedValue; to?: ChangedValue },
) => void

/**
 * What changed from one body to another, in the reading order of the newer one: things are known by
 * their keys, so a new label is a renaming and a new key is a new thing.
 */
export function changesBetween(before: TemplateBody, after: TemplateBody): Change[] {
  const changes: Change[] = []
  const note: Note = (kind, effect, what, { where = null, from = null, to = null } = {}) =>
    void changes.push({ kind, effect, what, where, from, to })
  wording(note, 'title', after.title, before.title, after.title)
  wording(note, 'purpose', after.title, before.purpose, after.purpose)
  ofScale(note, before, after)
  ofDimensions(note, before.dimensions, after.dimensions)
  ofSections(note, before, after)
  ofSteps(note, before.steps, after.steps)
  if (!same(before.agenda, after.agenda)) note('agenda', 'wording', after.title)
  return changes
}

/** The gravest of what changed; null when nothing did. */
export const effectOf = (changes: Change[]): Change['effect'] | null =>
  (['breaks', 'asks', 'shape', 'wording'] as const).find((effect) =>
    changes.some((change) => change.effect === effect),
  ) ?? null

/** Whether people are asked or rated by something else than before; a second person agrees to that. */
export const touchesCriteria = (changes: Change[]): boolean =>
  ['breaks', 'asks'].includes(effectOf(changes) ?? '')

// Canonical, because PostgreSQL keeps the names of an object in an order of its own.
const same = (a: unknown, b: unknown) => canonicalize(a ?? null) === canonicalize(b ?? null)

const wording = (note: Note, kind: string, what: Text, from: Text, to: Text, where?: Text) =>
  same(from, to) || note(kind, 'wording', what, { from, to, ...(where && { where }) })

/** The items both have, those that came, those that went, and the ones that stand elsewhere now. */
function compared<Item extends { key: string }>(before: Item[], after: Item[]) {
  const earlier = new Map(before.map((item) => [item.key, item]))
  const later = new Set(after.map(({ key }) => key))
  const both = after.flatMap((item) => {
    const was = earlier.get(item.key)
    return was ? [{ was, is: item }] : []
  })
  return {
    both,
    added: after.filter(({ key }) => !earlier.has(key)),
    removed: before.filter(({ key }) => !later.has(key)),
    moved: movedIn(
      before.filter(({ key }) => later.has(key)).map(({ key }) => key),
      both.map(({ is }) => is.key),
    ),
  }
}

/** Keys that left their place: everything that is not on the longest run kept in order. */
function movedIn(before: string[], after: string[]): Set<string> {
  if (same(before, after)) return new Set()
  const place = new Map(before.map((key, at) => [key, at]))
  const ends: { key: string; at: number; length: number; previous: number }[] = []
  after.forEach((key) => {
    const at = place.get(key) ?? 0
    let previous = -1
    ends.forEach((end, index) => {
      if (end.at < at && end.length > (ends[previous]?.length ?? 0)) previous = index
    })
    ends.push({ key, at, length: (ends[previous]?.length ?? 0) + 1, previous })
  })
  let end = ends.reduce<number>(
    (best, { length }, index) => (length > (ends[best]?.length ?? 0) ? index : best),
    -1,
  )
  const kept = new Set<string>()
  while (end >= 0) {
    kept.add(ends[end]!.key)
    end = ends[end]!.previous
  }
  return new Set(after.filter((key) => !kept.has(key)))
}

function ofScale(note: Note, { scale: was }: TemplateBody, { scale: is, title }: TemplateBody) {
  if (!was && !is) return
  if (!was || !is) return note(is ? 'scaleAdded' : 'scaleRemoved', 'breaks', title)
  const values = (points: { value: number }[]) => points.map(({ value }) => value)
  if (!same(values(was.points), values(is.points))) note('scale', 'breaks', title)
  else if (!same(was.points, is.points)) note('scaleWording', 'wording', title)
}

function ofDimensions(note: Note, before: Dimension[], after: Dimension[]) {
  const { both, added, removed, moved } = compared(before, after)
  for (const { was, is } of both) {
    wording(note, 'dimensionRenamed', is.label, was.label, is.label)
    wording(note, 'dimensionHelp', is.label, was.help, is.help)
    if (was.weight !== is.weight)
      note('weight', 'asks', is.label, { from: was.weight, to: is.weight })
    if (moved.has(is.key)) note('dimensionMoved', 'shape', is.label)
  }
  for (const { label, weight } of added) note('dimensionAdded', 'asks', label, { to: weight })
  for (const { label } of removed) note('dimensionRemoved', 'breaks', label)
}

type Placed = Field & { section: Section }
const placed = ({ sections }: TemplateBody): Placed[] =>
  sections.flatMap((section) => section.fields.map((field) => ({ ...field, section })))

function ofSections(note: Note, before: TemplateBody, after: TemplateBody) {
  const sections = compared(before.sections, after.sections)
  for (const { was, is } of sections.both) {
    wording(note, 'sectionRenamed', is.label, was.label, is.label)
    if (!same(was.intro, is.intro)) note('sectionIntro', 'wording', is.label)
    if (was.part !== is.part)
      note('sectionPart', 'breaks', is.label, { from: { code: was.part }, to: { code: is.part } })
    if (was.stage !== is.stage) note('sectionStage', 'asks', is.label)
    if (sections.moved.has(is.key)) note('sectionMoved', 'shape', is.label)
  }
  for (const { label } of sections.added) note('sectionAdded', 'shape', label)
  for (const { label } of sections.removed) note('sectionRemoved', 'shape', label)

  const [earlier, later] = [placed(before), placed(after)]
  const inSection = (fields: Placed[], key: string) =>
    fields.filter(({ section }) => section.key === key)
  const fields = compared(earlier, later)
  const moved = new Set(
    after.sections.flatMap(({ key }) => [
      ...compared(inSection(earlier, key), inSection(later, key)).moved,
    ]),
  )
  for (const field of later) {
    const pair = fields.both.find(({ is }) => is === field)
    if (pair) ofField(note, pair.was, field, moved.has(field.key))
    else
      note('fieldAdded', field.required ? 'asks' : 'shape', field.label, {
        where: field.section.label,
        to: field.required ? { code: 'required' } : null,
      })
  }
  for (const { label, section } of fields.removed)
    note('fieldRemoved', 'breaks', label, { where: section.label })
}

const codes = ['type', 'writer', 'readers'] as const

function ofField(note: Note, was: Placed, is: Placed, isMoved: boolean) {
  const where = is.section.label
  const say = (kind: string, effect: Change['effect'], from?: ChangedValue, to?: ChangedValue) =>
    note(kind, effect, is.label, { where, ...(from !== undefined && { from, to: to ?? null }) })
  wording(note, 'fieldRenamed', is.label, was.label, is.label, where)
  for (const name of codes)
    if (was[name] !== is[name]) say(name, 'breaks', { code: was[name] }, { code: is[name] })
  if (!was.required && is.required) say('requiredNow', 'asks')
  if (was.required && !is.required) say('requiredNoLonger', 'shape')
  if (was.mayFeedRating !== is.mayFeedRating)
    say(is.mayFeedRating ? 'feedsNow' : 'feedsNoLonger', is.mayFeedRating ? 'breaks' : 'asks')
  if (was.min !== is.min)
    say('min', (is.min ?? 0) > (was.min ?? 0) ? 'asks' : 'shape', was.min ?? null, is.min ?? null)
  if (was.max !== is.max) {
    const isTighter = (is.max ?? Infinity) < (was.max ?? Infinity)
    say('max', isTighter ? 'breaks' : 'shape', was.max ?? null, is.max ?? null)
  }
  if (!same(was.condition, is.condition)) say('condition', is.required ? 'asks' : 'shape')
  if (was.dimension !== is.dimension) say('dimension', 'breaks')
  ofOptions(say, was, is)
  if (!same([was.help, was.example, was.unit], [is.help, is.example, is.unit]))
    say('help', 'wording')
  if (!same(rest(was), rest(is))) say('otherRules', 'asks')
  if (was.section.key !== is.section.key)
    note('fieldMoved', was.section.part === is.section.part ? 'shape' : 'breaks', is.label, {
      from: was.section.label,
      to: is.section.label,
    })
  else if (isMoved) say('order', 'shape')
}

function ofOptions(
  say: (kind: string, effect: Change['effect'], from?: ChangedValue, to?: ChangedValue) => void,
  was: Field,
  is: Field,
) {
  const { both, added, removed, moved } = compared(was.options ?? [], is.options ?? [])
  for (const { label } of added) say('optionAdded', 'shape', null, label)
  for (const { label } of removed) say('optionRemoved', 'breaks', label)
  for (const pair of both)
    if (!same(pair.was.label, pair.is.label))
      say('optionRenamed', 'wording', pair.was.label, pair.is.label)
  if (moved.size > 0) say('optionsMoved', 'shape')
}

/** What a field has besides the properties with a sentence of their own. */
function rest({
  key: _key,
  label: _label,
  help: _help,
  example: _example,
  unit: _unit,
  type: _type,
  writer: _writer,
  readers: _readers,
  required: _required,
  mayFeedRating: _feeds,
  min: _min,
  max: _max,
  condition: _condition,
  dimension: _dimension,
  options: _options,
  section: _section,
  ...others
}: Placed) {
  return others
}

function ofSteps(note: Note, before: Step[], after: Step[]) {
  const { both, added, removed, moved } = compared(before, after)
  for (const { was, is } of both) {
    wording(note, 'stepRenamed', is.label, was.label, is.label)
    if (was.minutes !== is.minutes)
      note('stepMinutes', 'shape', is.label, { from: was.minutes, to: is.minutes })
    if (!same([was.opening, was.questions, was.tip], [is.opening, is.questions, is.tip]))
      note('stepWords', 'wording', is.label)
    if (!same(was.fields, is.fields)) note('stepFields', 'shape', is.label)
    if (was.ratingHidden !== is.ratingHidden)
      note(is.ratingHidden ? 'stepQuiet' : 'stepOpen', 'shape', is.label)
    if (moved.has(is.key)) note('stepMoved', 'shape', is.label)
  }
  for (const { label, minutes } of added) note('stepAdded', 'shape', label, { to: minutes })
  for (const { label } of removed) note('stepRemoved', 'shape', label)
}
