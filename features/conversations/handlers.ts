import { implement } from '@orpc/server'
import type { Context } from '../accounts/policy.ts'
import { adoptingHandlers } from './adopting/handlers.ts'
import { amendingHandlers } from './amending/handlers.ts'
import { answersHandlers } from './answers/handlers.ts'
import { appealsHandlers } from './appeals/handlers.ts'
import { attachmentsHandlers } from './attachments/handlers.ts'
import { conversationsContract } from './contract.ts'
import { fullnessHandlers } from './fullness/handlers.ts'
import { glassHandlers } from './glass/handlers.ts'
import { noteLook } from './glass/queries.ts'
import { hintsHandlers } from './hints/handlers.ts'
import { indicatorsHandlers } from './indicators/handlers.ts'
import { interventionHandlers } from './intervention/handlers.ts'
import { conversationsFor } from './list/queries.ts'
import { openingHandlers } from './opening/handlers.ts'
import { planHandlers } from './plan/handlers.ts'
import { previewingHandlers } from './previewing/handlers.ts'
import { stateFor } from './queries.ts'
import { recordHandlers } from './record/handlers.ts'
import { noteOpenRead } from './record/looks/queries.ts'
import { signingHandlers } from './signing/handlers.ts'
import { witnessHandlers } from './signing/witness/handlers.ts'
import { stepsHandlers } from './steps/handlers.ts'
import './table.ts'
import { minutesHandlers } from './talk/minutes/handlers.ts'
import { talkHandlers } from './talk/handlers.ts'
import { workspaceOf } from './workspace/queries.ts'

const os = implement(conversationsContract).$context<Context>()

const list = os.list.handler(({ input, context }) => conversationsFor(context.db, context, input))

const get = os.get.handler(async ({ input, context }) => {
  const found = await stateFor(context.db, context, input.id, 'read')
  const view = await workspaceOf(context, found)
  if (view.parts.length > 0) await noteOpenRead(context, found)
  if (view.parts.length > 0 || view.attachments.length > 0)
    await noteLook(context.db, context, found)
  return view
})

export const conversationsHandlers = os.router({
  list,
  get,
  ...openingHandlers,
  ...answersHandlers,
  ...talkHandlers,
  ...indicatorsHandlers,
  minutes: minutesHandlers,
  hints: hintsHandlers,
  glass: glassHandlers,
  amending: amendingHandlers,
  appeals: appealsHandlers,
  steps: stepsHandlers,
  intervention: interventionHandlers,
  ...planHandlers,
  ...signingHandlers,
  ...witnessHandlers,
  ...attachmentsHandlers,
  ...recordHandlers,
  ...fullnessHandlers,
  ...adoptingHandlers,
  ...previewingHandlers,
})
