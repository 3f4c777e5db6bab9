import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { dayIn } from '../../../../platform/clock.ts'
import { missing } from '../../../../platform/refusal.ts'
import { enter } from '../../../accounts/door/handlers.ts'
import type { PublicContext } from '../../../accounts/policy.ts'
import { peopleOn } from '../../queries.ts'
import { stepsOf } from '../../rules.ts'
import '../../table.ts'
import { demoQueue, joiningContract } from '../contract.ts'
import { demandNobodyHere } from '../founding/queries.ts'

const os = implement(joiningContract).$context<PublicContext>()

/** Somebody one may be in the demo company, as its maker stored it with the organization. */
interface Pick {
  personId: string
  role: { zh: string; en: string }
  sees: { zh: string; en: string }
}

const demoPicks = os.demoPicks.handler(async ({ context: { database, now } }) => {
  const demo = await demoOrganization(database)
  const picks = (demo?.settings.picks ?? []) as Pick[]
  if (!demo || picks.length === 0) return []
  return database.inOrg(demo.id, async (db) => {
    const today = dayIn(demo.timezone, now)
    const people = await db
      .selectFrom(peopleOn(today).as('person'))
      .select(['person.id', 'person.name', 'person.position', 'person.department'])
      .where('person.orgId', '=', demo.id)
      .where(
        'person.id',
        'in',
        picks.map((pick) => pick.personId),
      )
      .execute()
    const byId = new Map(people.map((person) => [person.id, person]))
    return picks.flatMap((pick) => {
      const person = byId.get(pick.personId)
      return person
        ? [
            {
              ...pick,
              name: person.name,
              position: person.position,
              department: stepsOf(person.department).at(-1)!,
            },
          ]
        : []
    })
  })
})

const enterDemo = os.enterDemo.handler(async ({ input, context }) => {
  const demo = await demoOrganization(context.database)
  const picks = (demo?.settings.picks ?? []) as { personId: string }[]
  if (!demo || !picks.some((pick) => pick.personId === input.personId)) throw missing()
  const account = await context.database.inOrg(demo.id, (db) =>
    db
      .selectFrom('person')
      .innerJoin('account', 'account.id', 'person.accountId')
      .select('account.id')
      .where('person.orgId', '=', demo.id)
      .where('person.id', '=', input.personId)
      .executeTakeFirst(),
  )
  if (!account) throw missing()
  await enter(context, account.id)
})

const askDemo = os.askDemo.handler(async ({ context: { database, jobs } }) => {
  if (await demoOrganization(database)) return
  // Where people work already, no stranger has 130 invented ones written beside them.
  await demandNobodyHere(database.kysely)
  await database.inOrg(null, (db) => jobs.enqueue(db, demoQueue, {}, 'demo'))
})

export const demoHandlers = { demoPicks, enterDemo, askDemo }

/** The demo company, once it is finished. */
const demoOrganization = (database: PublicContext['database']) =>
  database.kysely
    .selectFrom('organization')
    .selectAll()
    .where('demoSince', 'is not', null)
    .where(sql<boolean>`(settings -> 'ready') = 'true'::jsonb`)
    .orderBy('createdAt')
    .executeTakeFirst()
