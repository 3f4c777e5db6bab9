import { implement } from '@orpc/server'
import type { Context } from '../accounts/policy.ts'
import { cyclesContract } from './contract.ts'
import {
  choices,
  create,
  discard,
  findPeople,
  peopleByIds,
  peopleByNumbers,
  save,
} from './drafts/handlers.ts'
import { dryRun, dryRunPeople } from './dryrun/handlers.ts'
import { close, launch, rollOut } from './launch/handlers.ts'
import { mechanismHandlers } from './mechanism/handlers.ts'
import { monitor, participants, waits } from './monitor/handlers.ts'
import { cycleFor, present, summaries } from './queries.ts'
import { sandboxHandlers } from './sandbox/handlers.ts'
import { spreadHandlers } from './spread/handlers.ts'
import { standardHandlers } from './standard/handlers.ts'
import { yearHandlers } from './year/handlers.ts'

const os = implement(cyclesContract).$context<Context>()

const list = os.list.handler(({ context }) => summaries(context))

const get = os.get.handler(async ({ input, context }) =>
  present(context, await cycleFor(context, input.id)),
)

export const cyclesHandlers = os.router({
  sandbox: sandboxHandlers,
  year: yearHandlers,
  standard: standardHandlers,
  mechanism: mechanismHandlers,
  ...spreadHandlers,
  list,
  get,
  choices,
  create,
  save,
  discard,
  peopleByNumbers,
  findPeople,
  peopleByIds,
  dryRun,
  dryRunPeople,
  launch,
  rollOut,
  close,
  monitor,
  waits,
  participants,
})
