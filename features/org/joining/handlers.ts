import { implement } from '@orpc/server'
import type { PublicContext } from '../../accounts/policy.ts'
import { joiningContract } from './contract.ts'
import { demoHandlers } from './demo/handlers.ts'
import { foundingHandlers } from './founding/handlers.ts'
import { invitationsHandlers } from './invitations/handlers.ts'

/** The ways in for somebody who has no account yet. */
export const joiningHandlers = implement(joiningContract)
  .$context<PublicContext>()
  .router({ ...foundingHandlers, ...invitationsHandlers, ...demoHandlers })
