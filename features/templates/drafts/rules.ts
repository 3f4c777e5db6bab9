import { limitOf } from '../answers/rules.ts'
import {
  templateBodyShape,
  type Condition,
  type Field,
  type Section,
  type TemplateBody,
  type Test,
  type Text,
} from '../contract.ts'
import { leaksInto, outsideNamed } from '../feeding/rules.ts'
import { troubleInColumns } from '../grid/rules.ts'
import { mayFollow, staysUnsealed } from '../rules.ts'
import { draftLimit, type Fault } from './contract.ts'

/** A talk with more than this many questions is no talk. */
export const mostFields = 500

/** The key of the text both write at once during the talk; without it there is no place for it. */
export const minutesKey = 'minutes'

const keyPattern = /^[a-z][A-Za-z0-9]{0,39}(\.[a-z][A-Za-z0-9]{0,39})?$/

type Say = (path: string, reasonKey: string, params?: Fault['params']) => void

/** Everything that keeps a draft from being published, in reading order; empty when it can be. */
export function faultsIn(body: TemplateBody): Fault[] {
  const faults: Fault[] = []
  const say: Say = (path, reasonKey, params = {}) => void faults.push({ path, reasonKey, params })
  const size = JSON.stringify(body).length
  if (size > draftLimit) say('', 'tooLarge', { max: Math.round(draftLimit / 1000) })
  words(say, 'title', body.title)
  words(say, 'purpose', body.purpose)
  ofScale(say, body)
  ofDimensions(say, body)
  ofSections(say, body)
  ofSteps(say, body)
  body.agenda.forEach((text, at) => words(say, `agenda.${at}`, text))
  return faults.length > 0 ? faults : misshapen(body)
}

// What no rule above has a word for: a place that does not have the shape of a template.
function misshapen(body: TemplateBody): Fault[] {
  const parsed = templateBodyShape.safeParse(body)
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path }) => ({
        path: path.join('.'),
        reasonKey: 'malformed',
        params: {},
      }))
}

const isBlank = (text: string) => text.trim() === ''

/** Both languages, or the words are missing in one of them. */
function words(say: Say, path: string, { zh, en }: Text): void {
  if (isBlank(zh) && isBlank(en)) say(path, 'noText')
  else if (isBlank(zh)) say(`${path}.zh`, 'noZh')
  else if (isBlank(en)) say(`${path}.en`, 'noEn')
}

const maybeWords = (say: Say, path: string, text: Text | undefined) =>
  text && words(say, path, text)

function keys(say: Say, path: string, items: { key: string }[]): void {
  const seen = new Set<string>()
  items.forEach(({ key }, at) => {
    if (!keyPattern.test(key)) say(`${path}.${at}.key`, 'keyMalformed', { key })
    else if (seen.has(key)) say(`${path}.${at}.key`, 'keyTwice', { key })
    seen.add(key)
  })
}

function ofScale(say: Say, { scale }: TemplateBody): void {
  if (!scale) return
  if (scale.points.length < 2) say('scale', 'scaleTooShort')
  scale.points.forEach(({ value, label, meaning }, at) => {
    words(say, `scale.points.${at}.label`, label)
    words(say, `scale.points.${at}.meaning`, meaning)
    const before = scale.points[at - 1]?.value
    if (!Number.isInteger(value)) say(`scale.points.${at}.value`, 'notWhole')
    else if (before !== undefined && value === before)
      say(`scale.points.${at}.value`, 'scaleTwice', { value })
    else if (before !== undefined && value < before)
      say(`scale.points.${at}.value`, 'scaleOrder', { value, before })
  })
}

function ofDimensions(say: Say, { dimensions, scale, sections }: TemplateBody): void {
  keys(say, 'dimensions', dimensions)
  if (dimensions.length > 0 && !scale) say('dimensions', 'dimensionsWithoutScale')
  const rated = new Set(
    sections.flatMap(({ fields }) => fields.flatMap(({ dimension }) => dimension ?? [])),
  )
  dimensions.forEach(({ key, label, help, weight }, at) => {
    words(say, `dimensions.${at}.label`, label)
    words(say, `dimensions.${at}.help`, help)
    if (!(weight > 0)) say(`dimensions.${at}.weight`, 'noWeight')
    if (!rated.has(key)) say(`dimensions.${at}`, 'neverRated')
  })
}

function ofSections(say: Say, body: TemplateBody): void {
  const { sections } = body
  if (sections.length === 0) say('sections', 'noSections')
  keys(say, 'sections', sections)
  const all = sections.flatMap(({ fields }) => fields)
  if (all.length > mostFields) say('sections', 'tooManyFields', { n: all.length, max: mostFields })
  const places = new Map<string, string>()
  const rating = new Set<string>()
  sections.forEach((section, s) => {
    words(say, `sections.${s}.label`, section.label)
    maybeWords(say, `sections.${s}.intro`, section.intro)
    if (section.fields.length === 0) say(`sections.${s}`, 'emptySection')
    section.fields.forEach((field, f) => {
      const path = `sections.${s}.fields.${f}`
      if (!keyPattern.test(field.key)) say(`${path}.key`, 'keyMalformed', { key: field.key })
      else if (places.has(field.key)) say(`${path}.key`, 'keyTwice', { key: field.key })
      places.set(field.key, path)
      ofField(say, path, field, section, body)
      if (field.type !== 'rating' || !field.dimension) return
      const own = `${section.part} ${field.dimension}`
      if (rating.has(own)) say(`${path}.dimension`, 'ratedTwice')
      rating.add(own)
    })
  })
  const talk = sections.find(({ fields }) => fields.some(({ key }) => key === minutesKey))
  const minutes = talk?.fields.find(({ key }) => key === minutesKey)
  if (talk?.part !== 'talk' || minutes?.type !== 'longText' || minutes.writer !== 'both')
    say('sections', 'noMinutes')
}

/** The one person who writes a part; the others lie between the two. */
const authorOf = (part: Section['part']) =>
  part === 'self' ? 'employee' : part === 'manager' ? 'manager' : null

function ofField(say: Say, path: string, field: Field, section: Section, body: TemplateBody): void {
  words(say, `${path}.label`, field.label)
  maybeWords(say, `${path}.help`, field.help)
  if (field.example) {
    words(say, `${path}.example.weak`, field.example.weak)
    words(say, `${path}.example.strong`, field.example.strong)
  }
  ofHands(say, path, field, section)
  ofRating(say, path, field, body)
  for (const { at, reasonKey, params } of leaksInto(body, { part: section.part, field }))
    say(`${path}.${at}`, reasonKey, params)
  ofLimits(say, path, field)
  ofOptions(say, path, field)
  maybeWords(say, `${path}.unit`, field.unit)
  field.anchors?.forEach((anchor, at) => {
    words(say, `${path}.anchors.${at}.label`, anchor.label)
    maybeWords(say, `${path}.anchors.${at}.meaning`, anchor.meaning)
    if (field.anchors?.some((other, before) => before < at && other.value === anchor.value))
      say(`${path}.anchors.${at}.value`, 'scaleTwice', { value: anchor.value })
  })
  if (field.type === 'scale' && (field.anchors?.length ?? 0) < 2)
    say(`${path}.anchors`, 'scaleTooShort')
  ofColumns(say, path, field, body)
  if (field.type === 'signature' && !field.signs?.length) say(`${path}.signs`, 'nobodySigns')
  ofStart(say, path, field, section, body)
  if (field.condition) ofCondition(say, `${path}.condition`, field.condition, field, section, body)
}

/** Who writes and who reads: nobody is asked what he cannot write, and nobody writes for no reader. */
function ofHands(say: Say, path: string, field: Field, section: Section): void {
  const { writer, readers } = field
  const author = authorOf(section.part)
  if (author && writer !== author) say(`${path}.writer`, 'oneAuthor', { author })
  else if (writer === 'hr' && field.required) say(`${path}.writer`, 'nobodyWrites')
  if (readers === 'authorOnly' && writer === 'both') say(`${path}.readers`, 'privateOfBoth')
  if (readers === 'hr' && !author && writer !== 'hr') say(`${path}.readers`, 'hrOnlyBetweenTwo')
  if (field.mayFeedRating && staysUnsealed(field)) say(`${path}.mayFeedRating`, 'privateFeeds')
}

function ofRating(say: Say, path: string, field: Field, { scale, dimensions }: TemplateBody): void {
  if (field.mayFeedRating && !scale) say(`${path}.mayFeedRating`, 'feedsWithoutScale')
  if (field.type !== 'rating') return
  if (!scale) say(path, 'ratingWithoutScale')
  if (!dimensions.some(({ key }) => key === field.dimension))
    say(`${path}.dimension`, field.dimension ? 'noSuchDimension' : 'noDimension')
}

function ofLimits(say: Say, path: string, field: Field): void {
  const { min, max, type } = field
  if (min !== undefined && max !== undefined && min > max)
    say(`${path}.min`, 'minOverMax', { min, max })
  if (type === 'number') return
  for (const [name, value] of [
    ['min', min],
    ['max', max],
  ] as const)
    if (value !== undefined && (!Number.isInteger(value) || value < 0))
      say(`${path}.${name}`, 'notWhole')
  const isText = type === 'shortText' || type === 'longText'
  const most = limitOf({ ...field, max: undefined } as never, isText ? 'characters' : 'entries')
  if ((min ?? 0) > most) say(`${path}.min`, 'overLimit', { max: most })
  if (max === 0) say(`${path}.max`, 'nothingFits')
}

function ofOptions(say: Say, path: string, field: Field): void {
  if (field.type !== 'choice' && field.type !== 'multiChoice') return
  const options = field.options ?? []
  if (options.length < 2) say(`${path}.options`, 'fewOptions')
  keys(say, `${path}.options`, options)
  options.forEach(({ label }, at) => {
    words(say, `${path}.options.${at}.label`, label)
    const same = options.some(
      (other, before) => before < at && other.label.zh === label.zh && !isBlank(label.zh),
    )
    if (same) say(`${path}.options.${at}.label`, 'optionTwice')
  })
}

function ofColumns(say: Say, path: string, field: Field, body: TemplateBody): void {
  if (field.type !== 'table') return
  const columns = field.columns ?? []
  if (columns.length === 0) say(`${path}.columns`, 'noColumns')
  keys(say, `${path}.columns`, columns)
  columns.forEach((column, at) => {
    words(say, `${path}.columns.${at}.label`, column.label)
    maybeWords(say, `${path}.columns.${at}.unit`, column.unit)
    if (column.type === 'choice' && (column.options?.length ?? 0) < 2)
      say(`${path}.columns.${at}.options`, 'fewOptions')
    column.options?.forEach(({ label }, option) =>
      words(say, `${path}.columns.${at}.options.${option}.label`, label),
    )
  })
  for (const { column, trouble } of troubleInColumns(columns)) {
    const at = columns.findIndex(({ key }) => key === column)
    const outside =
      trouble.key === 'unknownColumn' && outsideNamed(body, String(trouble.params['name']))
    say(
      `${path}.columns.${at}.formula`,
      `formula.${outside ? 'outside' : trouble.key}`,
      trouble.params,
    )
  }
}

const order = ['self', 'manager', 'talk', 'agreement']

function ofStart(say: Say, path: string, field: Field, section: Section, body: TemplateBody): void {
  const { type, startsFrom } = field
  if (!startsFrom) return
  const from = body.sections.find(({ fields }) => fields.some(({ key }) => key === startsFrom))
  const source = from?.fields.find(({ key }) => key === startsFrom)
  if (!from || !source) say(`${path}.startsFrom`, 'startsFromNothing', { key: startsFrom })
  else if (source.type !== type) say(`${path}.startsFrom`, 'startsFromOther')
  else if (order.indexOf(from.part) >= order.indexOf(section.part))
    say(`${path}.startsFrom`, 'startsFromLater')
  else if (!mayFollow(field, source)) say(`${path}.startsFrom`, 'startsFromPrivate')
}

const testsOf = (condition: Condition): Test[] =>
  'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition]

function ofCondition(
  say: Say,
  path: string,
  condition: Condition,
  field: Field,
  section: Section,
  body: TemplateBody,
): void {
  // In reading order, with what is written at the same time as this field.
  const together = body.sections
    .filter(({ part, stage }) => part === section.part && stage === section.stage)
    .flatMap(({ fields }) => fields)
  const own = together.indexOf(field)
  for (const test of testsOf(condition)) {
    if ('ratingIs' in test) {
      const { dimension, value } = test.ratingIs
      if (!body.scale) say(path, 'conditionWithoutScale')
      else if (!body.scale.points.some((point) => point.value === value))
        say(path, 'conditionNoSuchPoint', { value })
      if (dimension && !body.dimensions.some(({ key }) => key === dimension))
        say(path, 'noSuchDimension')
      continue
    }
    if ('personIs' in test) {
      if (!test.personIs.levels?.length && !test.personIs.jobFamilies?.length)
        say(path, 'conditionForNobody')
      continue
    }
    const at = together.findIndex(({ key }) => key === test.field)
    const other = together[at]
    if (test.field === field.key) say(path, 'conditionOnItself')
    else if (!other)
      say(
        path,
        body.sections.some(({ fields }) => fields.some(({ key }) => key === test.field))
          ? 'conditionElsewhere'
          : 'conditionOnNothing',
        { key: test.field },
      )
    else if (at > own) say(path, 'conditionLater')
    else if (!mayFollow(field, other)) say(path, 'conditionPrivate')
    else if ('equals' in test && !other.options?.some(({ key }) => key === test.equals))
      say(path, 'conditionNoSuchOption')
  }
}

function ofSteps(say: Say, body: TemplateBody): void {
  const { steps } = body
  if (steps.length === 0) say('steps', 'noSteps')
  keys(say, 'steps', steps)
  const fields = new Map(
    body.sections.flatMap((section) => section.fields.map((field) => [field.key, field])),
  )
  steps.forEach((step, at) => {
    words(say, `steps.${at}.label`, step.label)
    words(say, `steps.${at}.opening`, step.opening)
    maybeWords(say, `steps.${at}.tip`, step.tip)
    step.questions.forEach((question, q) => words(say, `steps.${at}.questions.${q}`, question))
    if (!Number.isInteger(step.minutes) || step.minutes < 1)
      say(`steps.${at}.minutes`, 'noMinutesForStep')
    step.fields.forEach((key) => {
      const field = fields.get(key)
      if (!field) say(`steps.${at}.fields`, 'stepNamesNothing', { key })
      else if (step.ratingHidden && field.type === 'rating')
        say(`steps.${at}.fields`, 'ratingTooEarly')
    })
  })
}
