import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { addDays } from '../../../platform/clock.ts'
import { demand, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import type { FlowBody } from '../../flows/contract.ts'
import { actorsOf, flowDrafts } from '../../flows/drafts/queries.ts'
import { inOrder } from '../../flows/order/rules.ts'
import { ownersFor } from '../../flows/owners/queries.ts'
import { actorKey } from '../../flows/owners/rules.ts'
import { flowsPolicy } from '../../flows/policy.ts'
import { flowVersion } from '../../flows/queries.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { inForce } from '../../org/grants/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import { candidates, chains, subtree } from '../dryrun/queries.ts'
import { postsIn } from '../segments/queries.ts'
import { sandboxContract } from './contract.ts'
import { trialOf } from './rules.ts'

const os = implement(sandboxContract).$context<Context>()

async function flowOf(
  { db, orgId }: Context,
  asked: { versionId: string } | { draftId: string },
): Promise<FlowBody> {
  if ('versionId' in asked) return flowVersion(db, orgId, asked.versionId)
  const { body } = await flowDrafts.one(db, orgId, asked.draftId)
  return { ...body, stages: inOrder(body.stages) }
}

const run = os.run.handler(async ({ input, context }) => {
  demand(flowsPolicy.design(context.actor))
  const { db, orgId, today } = context
  const flow = await flowOf(context, input.flow)
  const template = await templateVersion(db, orgId, input.templateVersionId)
  const employed = await candidates(db, orgId, today)
  const within = await subtree(db, orgId, input.departmentId ? [input.departmentId] : [])
  const people = employed.filter(
    ({ departmentId, level }) =>
      (within === null || within.has(departmentId)) &&
      (input.level === null || level === input.level),
  )
  const chainsById = await chains(db, orgId)
  const chainOf = (id: string) => chainsById.get(id) ?? []
  return trialOf({
    template,
    flow,
    startsOn: input.startsOn,
    periodTo: input.periodTo,
    calendar: await calendarOf(db, orgId),
    employed,
    people,
    chainOf,
    posts: await postsIn(
      db,
      orgId,
      { from: addDays(input.periodTo, -364), to: input.periodTo },
      today,
    ),
    today,
    standing: await standingFor(context, flow, people, chainOf),
  })
})

/** Of whom somebody stands at stages that are found by office, name or dotted line. */
async function standingFor(
  { db, orgId, today, now }: Context,
  flow: FlowBody,
  people: { id: string; departmentId: string }[],
  chainOf: (id: string) => readonly string[],
) {
  const standing: Record<string, Set<string>> = {}
  for (const actor of actorsOf(flow)) {
    if (typeof actor === 'string') continue
    const key = actorKey(actor)
    if ('relation' in actor && actor.relation === 'dottedManager') {
      const { rows } = await sql<{ id: string }>`
        select distinct a.person_id as id from assignment a
         where a.org_id = ${orgId} and a.kind = 'dotted' and a.manager_id is not null
           and a.from_on <= ${today}::date and (a.to_on is null or a.to_on > ${today}::date)`.execute(
        db,
      )
      standing[key] = new Set(rows.map(({ id }) => id))
    } else if ('role' in actor || ('relation' in actor && actor.relation === 'hrbp')) {
      const role = 'role' in actor ? actor.role : 'hrbp'
      const { rows } = await sql<{ departmentId: string | null; personId: string }>`
        select g.department_id, g.person_id from role_grant g
          join person p on p.org_id = g.org_id and p.id = g.person_id
         where g.org_id = ${orgId} and g.role = ${role} and ${inForce(now)} and (p.left_on is null or p.left_on > ${today}::date)`.execute(
        db,
      )
      const covers = ({ id, departmentId }: { id: string; departmentId: string }) =>
        rows.some(
          (grant) =>
            grant.personId !== id &&
            (grant.departmentId === null || chainOf(departmentId).includes(grant.departmentId)),
        )
      standing[key] = new Set(people.filter(covers).map(({ id }) => id))
    } else if ('person' in actor) {
      const found = await db
        .selectFrom('person')
        .select('id')
        .where('orgId', '=', orgId)
        .where('id', '=', actor.person)
        .where((row) => row.or([row('leftOn', 'is', null), row('leftOn', '>', today)]))
        .executeTakeFirst()
      standing[key] = new Set(
        found ? people.map(({ id }) => id).filter((id) => id !== found.id) : [],
      )
    }
  }
  return standing
}

const person = os.person.handler(async ({ input, context }) => {
  demand(flowsPolicy.design(context.actor))
  const { db, orgId, today } = context
  const flow = await flowOf(context, input.flow)
  const employed = await candidates(db, orgId, today)
  const found = employed.find(({ id }) => id === input.personId)
  if (!found) throw missing()
  const manager = employed.find(({ id }) => id === found.managerId && id !== found.id)
  const owners = await ownersFor(
    db,
    context,
    {
      employeeId: found.id,
      managerId: manager?.id ?? null,
      launchManagerId: manager?.id ?? null,
      departmentId: found.departmentId,
    },
    flow,
  )
  const named = new Set(Object.values(owners))
  const { restDays, days } = await calendarOf(db, orgId)
  const refOf = ({ id, name, employeeNo, department }: (typeof employed)[number]) => ({
    id,
    name,
    employeeNo,
    department,
  })
  return {
    employee: refOf(found),
    manager: manager ? refOf(manager) : null,
    owners,
    names: Object.fromEntries(
      employed.filter(({ id }) => named.has(id)).map(({ id, name }) => [id, name]),
    ),
    circumstances: {
      level: found.level,
      jobFamily: found.jobFamily,
      departmentIds: (await chains(db, orgId)).get(found.departmentId) ?? [],
    },
    calendar: { restDays: [...restDays], days },
    flow,
  }
})

export const sandboxHandlers = os.router({ run, person })
