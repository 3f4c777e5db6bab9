import { implement } from '@orpc/server'
import type { Context } from '../../accounts/policy.ts'
import { hidesSmall, smallestGroup } from '../../cycles/policy.ts'
import { countsFocus, namesFocus } from '../../cycles/monitor/focus/queries.ts'
import { cycleAndView } from '../../cycles/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import { fieldOf } from '../../templates/rules.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { fullnessContract, type Fullness } from './contract.ts'
import { countFields, countFieldsByManager, countTalks } from './queries.ts'

const os = implement(fullnessContract).$context<Context>()

type Field = Fullness['fields'][number]

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
  rows.reduce((to, row) => to + of(row), 0)

const byNeed = (a: { asked: number; empty: number }, b: { asked: number; empty: number }) =>
  b.empty / b.asked - a.empty / a.asked || b.empty - a.empty

const fullness = os.fullness.handler(async ({ input, context }): Promise<Fullness> => {
  const { db, orgId, now } = context
  const { view } = await cycleAndView(context, input.cycleId)
  const asked = { id: input.cycleId, departmentId: input.departmentId }
  const focus = await countsFocus(context, view, asked)
  const counted = await countFields(context, focus)
  const talks = await countTalks(context, focus)
  const inAll = sum(talks, (each) => each.talks)
  const templates = new Map<string, TemplateBody>()
  for (const { templateVersionId } of counted)
    if (!templates.has(templateVersionId))
      templates.set(templateVersionId, await templateVersion(db, orgId, templateVersionId))
  const labelOf = ({ templateVersionId, key }: { templateVersionId: string; key: string }) =>
    fieldOf(templates.get(templateVersionId)!, key)!.field.label
  const questions = Map.groupBy(
    counted.map((row) => ({ ...row, label: labelOf(row) })),
    ({ part, key, label }) => `${part} ${key} ${label.zh}`,
  )
  const every = [...questions.values()].map((rows): Field => {
    const { part, key, label } = rows[0]!
    return { part, key, label, asked: sum(rows, (r) => r.asked), empty: sum(rows, (r) => r.empty) }
  })
  const hides = hidesSmall(view)
  // A question that a handful was asked is in no sum either, or it would be what is left over.
  const fields = hides ? every.filter((field) => field.asked >= smallestGroup) : every
  const lacking = fields
    .filter(({ empty }) => empty > 0)
    .sort((a, b) => byNeed(a, b) || a.key.localeCompare(b.key))
  // So few talks would speak about persons to somebody who may only count.
  const tooFew = hides && inAll < smallestGroup
  return {
    asOf: now,
    talks: inAll,
    asked: tooFew ? 0 : sum(fields, ({ asked }) => asked),
    empty: tooFew ? 0 : sum(fields, ({ empty }) => empty),
    fields: tooFew ? [] : lacking,
    full: tooFew ? 0 : fields.length - lacking.length,
    managers: view.names === undefined ? null : await managersOf(),
  }

  async function managersOf(): Promise<Fullness['managers']> {
    const named = await namesFocus(context, view.names!, asked)
    const rows = Map.groupBy(await countFieldsByManager(context, named), (row) => row.authorId)
    if (rows.size === 0) return []
    const talksOf = new Map(
      (await countTalks(context, named)).map(({ authorId, talks }) => [authorId, talks]),
    )
    const people = await db
      .selectFrom('person')
      .select(['id', 'name', 'employeeNo'])
      .where('orgId', '=', orgId)
      .where('id', 'in', [...rows.keys()])
      .execute()
    return people
      .map((person) => {
        const own = rows.get(person.id)!
        return {
          ...person,
          talks: talksOf.get(person.id) ?? 0,
          asked: sum(own, ({ asked }) => asked),
          empty: sum(own, ({ empty }) => empty),
          often: own
            .filter(({ empty }) => empty > 0)
            .sort(byNeed)
            .slice(0, 3)
            .map((row) => ({ label: labelOf(row), asked: row.asked, empty: row.empty })),
        }
      })
      .sort((a, b) => byNeed(a, b) || a.employeeNo.localeCompare(b.employeeNo))
  }
})

export const fullnessHandlers = { fullness }
