import { createRouterClient, type RouterClient } from '@orpc/server'
import { accountsPublicHandlers } from '../features/accounts/door/handlers.ts'
import { accountsHandlers } from '../features/accounts/handlers.ts'
import { passkeysPublicHandlers } from '../features/accounts/passkeys/door/handlers.ts'
import type { Context, PublicContext } from '../features/accounts/policy.ts'
import { adminHandlers } from '../features/admin/handlers.ts'
import { isSwitchedOff } from '../features/admin/modules/rules.ts'
import { commitmentsHandlers } from '../features/commitments/handlers.ts'
import { conversationsHandlers } from '../features/conversations/handlers.ts'
import { visibleAmong } from '../features/conversations/queries.ts'
import { cyclesHandlers } from '../features/cycles/handlers.ts'
import { watchableCycles } from '../features/cycles/queries.ts'
import { flowsHandlers } from '../features/flows/handlers.ts'
import { goalsHandlers } from '../features/goals/handlers.ts'
import { insightsHandlers } from '../features/insights/handlers.ts'
import { notificationsHandlers } from '../features/notifications/handlers.ts'
import { orgHandlers } from '../features/org/handlers.ts'
import { joiningHandlers } from '../features/org/joining/handlers.ts'
import { checkpointsHandlers } from '../features/sealing/checkpoints/handlers.ts'
import { signingHandlers } from '../features/sealing/signing/agreement/handlers.ts'
import { signingStates } from '../features/sealing/signing/keys/queries.ts'
import { schedulingHandlers } from '../features/scheduling/handlers.ts'
import { surveysHandlers } from '../features/surveys/handlers.ts'
import { templatesHandlers } from '../features/templates/handlers.ts'
import { missing } from '../platform/refusal.ts'
import { throughDoor, type Entrance } from './door.ts'
import type { Refused } from './interceptors.ts'
import { describeMe } from './me.ts'
import { runningConversations } from './running.ts'
import type { Services } from './services.ts'

/** Feature name → handlers, for people who are signed in. */
export const router = {
  accounts: accountsHandlers(describeMe, signingStates),
  org: orgHandlers(runningConversations),
  templates: templatesHandlers,
  flows: flowsHandlers,
  signing: signingHandlers,
  checkpoints: checkpointsHandlers,
  goals: goalsHandlers,
  cycles: cyclesHandlers,
  surveys: surveysHandlers,
  conversations: conversationsHandlers,
  scheduling: schedulingHandlers,
  commitments: commitmentsHandlers,
  insights: insightsHandlers,
  notifications: notificationsHandlers,
  admin: adminHandlers,
}

/** For strangers: the visibly shorter one. */
export const publicRouter = {
  accounts: accountsPublicHandlers,
  passkeys: passkeysPublicHandlers,
  joining: joiningHandlers,
}

export type Api = RouterClient<typeof router>
export type PublicApi = RouterClient<typeof publicRouter>

/** What the door knows of a request before a procedure is called. */
export interface DoorContext extends Context {
  enter: {
    services: Services
    entrance: Entrance
    now: Date
    /** Who it was, for the note of a refusal; absent where there is no network in between. */
    about?: () => Refused
    handOut?: Context['handOut']
  }
}

/** The door as an interceptor: each procedure call gets its own transaction and leaves it committed. */
export const door = <T>(options: {
  context: DoorContext
  path: readonly string[]
  next: (options: { context: DoorContext }) => Promise<T>
}) => {
  const { services, entrance, now, handOut } = options.context.enter
  return throughDoor(services, entrance, now, (context) => {
    if (isSwitchedOff(context.org.settings, options.path)) throw missing()
    return options.next({
      ...options,
      context: { ...context, ...(handOut && { handOut }), enter: options.context.enter },
    })
  })
}

/** The API as whoever comes in that way, in this process: for the command line, benches and tests. */
export function apiFor(services: Services, entrance: Entrance, clock: () => Date): Api {
  return createRouterClient(router, {
    context: () => ({ enter: { services, entrance, now: clock() } }) as unknown as DoorContext,
    interceptors: [(options) => door(options as never)],
  }) as Api
}

/** The public API in this process. */
export const publicApiFor = (context: PublicContext): PublicApi =>
  createRouterClient(publicRouter, { context })

/** Which of these subjects a person may hear about; what is not theirs to see is left out. */
export async function mayWatch(context: Context, ids: string[]): Promise<string[]> {
  const cycles = new Set(await watchableCycles(context, ids))
  const conversations = new Set(await visibleAmong(context.db, context, ids))
  return ids.filter(
    (id) => id === context.actor.personId || cycles.has(id) || conversations.has(id),
  )
}
