import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { holdersOf } from '../../org/grants/queries.ts'
import { draftsOf } from '../../templates/drafts/queries.ts'
import type { FlowActor, FlowBody } from '../contract.ts'
import { testsOf } from '../conditions/rules.ts'
import type { Known } from '../faults/rules.ts'

export const flowDrafts = draftsOf<FlowBody>('flow')

/** Everybody a flow calls, whether they have a stage or get one passed on. */
export const actorsOf = ({ stages }: FlowBody): FlowActor[] =>
  stages.flatMap(({ actor, onOverdue }) =>
    typeof onOverdue === 'object' ? [actor, onOverdue.passOn] : [actor],
  )

/** Whoever a flow names, each once. */
export const peopleIn = (flow: FlowBody): string[] => [
  ...new Set(
    actorsOf(flow).flatMap((actor) =>
      typeof actor === 'object' && 'person' in actor ? [actor.person] : [],
    ),
  ),
]

/** What of the things a flow points to there is in the organization today. */
export async function knownFor(
  { db, orgId, today, now }: Pick<Context, 'db' | 'orgId' | 'today' | 'now'>,
  flow: FlowBody,
): Promise<Known> {
  const tests = flow.stages.flatMap(({ condition }) => testsOf(condition))
  const asked = (name: 'levels' | 'jobFamilies' | 'departmentIds') =>
    tests.flatMap((test) => (name in test ? (test as Record<string, string[]>)[name]! : []))
  const there = async (source: string, column: string, wanted: string[], type: string) => {
    if (wanted.length === 0) return new Set<string>()
    const { rows } = await sql<{ name: string }>`
      select distinct w.name from unnest(${wanted}::text[]) as w (name)
       where exists (select from ${sql.table(source)} t where t.org_id = ${orgId}
         and t.${sql.ref(column)} = w.name::${sql.raw(type)})`.execute(db)
    return new Set(rows.map(({ name }) => name))
  }
  const people = peopleIn(flow)
  const here =
    people.length === 0
      ? []
      : await db
          .selectFrom('person')
          .select('id')
          .where('orgId', '=', orgId)
          .where('id', 'in', people)
          .where((row) => row.or([row('leftOn', 'is', null), row('leftOn', '>', today)]))
          .execute()
  const roles = new Set<string>()
  for (const actor of actorsOf(flow))
    if (typeof actor === 'object' && 'role' in actor && !roles.has(actor.role))
      if ((await holdersOf({ db, orgId, now }, actor.role)).length > 0) roles.add(actor.role)
  return {
    people: new Set(here.map(({ id }) => id)),
    roles,
    levels: await there('assignment', 'level', asked('levels'), 'text'),
    jobFamilies: await there('assignment', 'job_family', asked('jobFamilies'), 'text'),
    departmentIds: await there('department', 'id', asked('departmentIds'), 'uuid'),
  }
}
