import { implement } from '@orpc/server'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { conflict, invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { flowVersion } from '../../flows/queries.ts'
import { peopleOn } from '../../org/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import { cyclesContract, type Draft, type PersonRef } from '../contract.ts'
import { candidates, subtree } from '../dryrun/queries.ts'
import { mayWrite } from '../policy.ts'
import { cycleFor, draftOf, present } from '../queries.ts'
import { orderedLevels, startDraft } from './queries.ts'

const os = implement(cyclesContract).$context<Context>()

// Setting up is for HR admins; for everybody else there is nothing here.
const forWriters = ({ actor }: Context) => {
  if (!mayWrite(actor)) throw missing()
}

export const choices = os.choices.handler(async ({ context }) => {
  forWriters(context)
  const { db, orgId, today } = context
  const people = await candidates(db, orgId, today)
  const count = (name: (person: (typeof people)[number]) => string) => {
    const counts = new Map<string, number>()
    for (const person of people) counts.set(name(person), (counts.get(name(person)) ?? 0) + 1)
    return counts
  }
  const named = (counts: Map<string, number>, order: string[]) =>
    [...counts]
      .map(([name, people]) => ({ name, people }))
      .sort((a, b) => rank(order, a.name) - rank(order, b.name) || b.people - a.people)
  const departments = await db
    .selectFrom('department')
    .select(['id', 'parentId', 'name', 'path'])
    .where('orgId', '=', orgId)
    .where('closedAt', 'is', null)
    .orderBy(sql`path collate "zh-x-icu"`)
    .execute()
  const own = count((person) => person.department)
  return {
    employed: people.length,
    levels: named(
      count((person) => person.level ?? ''),
      orderedLevels(context),
    ),
    jobFamilies: named(
      count((person) => person.jobFamily ?? ''),
      [],
    ),
    departments: departments.map((department) => ({
      ...department,
      people: departments.reduce(
        (sum, { path }) =>
          path === department.path || path.startsWith(`${department.path}/`)
            ? sum + (own.get(path) ?? 0)
            : sum,
        0,
      ),
    })),
  }
})

const rank = (order: string[], name: string) =>
  order.includes(name) ? order.indexOf(name) : name ? order.length : order.length + 1

export const create = os.create.handler(async ({ input, context }) => {
  forWriters(context)
  const { id } = await startDraft(context, input)
  return present(context, await cycleFor(context, id))
})

export const save = os.save.handler(async ({ input, context }) => {
  const cycle = await cycleFor(context, input.id, 'save')
  const { db, orgId } = context
  const { draft } = input
  if (cycle.version !== input.version) {
    // A second arrival of the same text is no conflict.
    if (canonicalize(draft) === canonicalize(draftOf(cycle))) return present(context, cycle)
    throw conflict('cycles.changedElsewhere', {
      theirs: { value: draftOf(cycle), version: cycle.version },
    })
  }
  if (cycle.launchAskedAt && canonicalize(draft.pilot) !== canonicalize(cycle.pilot))
    throw invalid('cycles.pilotIsFixed', {}, 'pilot')
  if (cycle.launchAskedAt && canonicalize(draft.expected) !== canonicalize(cycle.expected))
    throw invalid('cycles.expectedIsFixed', {}, 'expected')
  await checkReferences(context, draft)
  const saved = {
    ...draft,
    population: json(draft.population),
    mapping: json(draft.mapping),
    deadlines: json(draft.deadlines),
    pilot: json(draft.pilot),
    expected: json(draft.expected),
    version: cycle.version + 1,
  }
  await db
    .updateTable('cycle')
    .set(saved)
    .where('orgId', '=', orgId)
    .where('id', '=', cycle.id)
    .execute()
  const fields = (Object.keys(draft) as (keyof Draft)[]).filter(
    (key) => canonicalize(draft[key]) !== canonicalize(cycle[key]),
  )
  await record(db, context, 'cycle.changed', {
    subjectId: cycle.id,
    data: { fields, version: saved.version },
  })
  return present(context, { ...cycle, ...draft, version: saved.version })
})

/** Templates, flows and departments of another organization, or none, are refused by name. */
async function checkReferences({ db, orgId }: Context, { mapping, population, pilot }: Draft) {
  for (const { templateVersionId, flowVersionId } of mapping) {
    await templateVersion(db, orgId, templateVersionId)
    await flowVersion(db, orgId, flowVersionId)
  }
  const named = {
    population: population.departmentIds,
    mapping: mapping.flatMap(({ departmentIds = [] }) => departmentIds),
    pilot: pilot?.departmentIds ?? [],
  }
  const known = (await subtree(db, orgId, Object.values(named).flat())) ?? new Set()
  for (const [field, ids] of Object.entries(named))
    if (ids.some((id) => !known.has(id))) throw invalid('cycles.unknownDepartment', {}, field)
}

export const discard = os.discard.handler(async ({ input, context }) => {
  const cycle = await cycleFor(context, input.id, 'discard')
  const { db, orgId, now } = context
  await db
    .updateTable('cycle')
    .set({ discardedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', cycle.id)
    .execute()
  await record(db, context, 'cycle.discarded', { subjectId: cycle.id })
})

const employed = ({ db, orgId, today }: Context) =>
  db
    .selectFrom(peopleOn(today).as('person'))
    .select(['person.id', 'person.name', 'person.employeeNo', 'person.department'])
    .where('person.orgId', '=', orgId)
    .where('person.departmentId', 'is not', null)
    .where((row) => row.or([row('person.leftOn', 'is', null), row('person.leftOn', '>', today)]))
    .orderBy('person.employeeNo')

export const peopleByNumbers = os.peopleByNumbers.handler(async ({ input, context }) => {
  forWriters(context)
  const numbers = [...new Set(input.numbers.filter(Boolean))]
  const found: PersonRef[] = await employed(context)
    .where('person.employeeNo', '=', (one) => one.fn.any(sql<string[]>`${numbers}::text[]`))
    .execute()
  const known = new Set(found.map(({ employeeNo }) => employeeNo))
  return { found, unknown: numbers.filter((number) => !known.has(number)) }
})

export const findPeople = os.findPeople.handler(async ({ input, context }) => {
  forWriters(context)
  const piece = `%${input.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return employed(context)
    .where((row) =>
      row.or([
        row('person.name', 'like', piece),
        row(row.fn<string>('lower', ['person.employeeNo']), 'like', piece),
        row(sql<string>`replace(person.pinyin, ' ', '')`, 'like', piece.replaceAll(' ', '')),
        row('person.initials', 'like', piece),
      ]),
    )
    .limit(20)
    .execute()
})

export const peopleByIds = os.peopleByIds.handler(async ({ input, context }) => {
  forWriters(context)
  return employed(context)
    .where('person.id', '=', (one) => one.fn.any(sql<string[]>`${input.ids}::uuid[]`))
    .execute()
})
