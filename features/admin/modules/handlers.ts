import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { modules, modulesContract } from './contract.ts'
import { switchesModules } from './policy.ts'
import { modulesOff } from './rules.ts'

const os = implement(modulesContract).$context<Context>()

const forHr = ({ actor }: Context) => {
  if (!switchesModules(actor)) throw missing()
}

const get = os.get.handler(({ context }) => {
  forHr(context)
  const off = modulesOff(context.org.settings)
  return modules.map((module) => ({ module, isOn: !off.includes(module) }))
})

const set = os.set.handler(async ({ input, context }) => {
  forHr(context)
  const { db, orgId } = context
  const off = modules.filter((module) => !input.on.includes(module))
  await sql`update organization set settings = settings || ${json({ modulesOff: off })}::jsonb
             where id = ${orgId}`.execute(db)
  await record(db, context, 'organization.modulesSet', { subjectId: orgId, data: { off } })
})

export const modulesHandlers = { get, set }
