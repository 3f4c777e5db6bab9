import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { settled } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { enter } from '../../../accounts/door/handlers.ts'
import { newPasswordHash } from '../../../accounts/passwords/queries.ts'
import type { PublicContext } from '../../../accounts/policy.ts'
import { joiningContract } from '../contract.ts'
import { demandNobodyHere, foundOrganization } from './queries.ts'

const os = implement(joiningContract).$context<PublicContext>()

const found = os.found.handler(async ({ input, context }) => {
  const { database, now, rules } = context
  await demandNobodyHere(database.kysely)
  const about = [input.name, input.employeeNo, input.email ?? null, input.organization]
  const passwordHash = await newPasswordHash(input.password, rules, about, 'password')
  const orgId = newId()
  const { code, accountId } = await database.inOrg(orgId, async (db) => {
    await sql`select pg_advisory_xact_lock(hashtext('cuxi.found'))`.execute(db)
    await demandNobodyHere(db)
    return foundOrganization(db, { ...input, orgId, passwordHash, now })
  })
  // Whoever founds goes on to look at the templates; by then they stand on their shelf.
  await settled(database, orgId, 5_000)
  await enter(context, accountId)
  return { code }
})

export const foundingHandlers = { found }
