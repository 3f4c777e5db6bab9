import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { demand } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { changePeople } from '../../org/policy.ts'
import { summariesContract } from './contract.ts'
import { rhythmOf } from './queries.ts'

const os = implement(summariesContract).$context<Context>()

const rhythm = os.rhythm.handler(({ context }) => ({
  rhythm: rhythmOf(context),
  refusal: changePeople(context.actor),
}))

const setRhythm = os.setRhythm.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  demand(changePeople(actor))
  const change = json({ summaryRhythm: input.rhythm })
  await sql`update organization set settings = settings || ${change}::jsonb where id = ${orgId}`.execute(
    db,
  )
  await record(db, context, 'summaries.rhythmSet', { subjectId: orgId, data: input })
})

export const summariesHandlers = os.router({ rhythm, setRhythm })
