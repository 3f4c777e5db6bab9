import { implement } from '@orpc/server'
import * as Y from 'yjs'
import { notify } from '../../../../platform/events.ts'
import { missing, refuse } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { keepUndelivered } from '../../answers/queries.ts'
import { conversationsContract, minutesField } from '../../contract.ts'
import { refusalOf } from '../../actions/policy.ts'
import { isShut, may, resourceOf, sitsIn } from '../../policy.ts'
import { conversationFor } from '../../queries.ts'
import { newId } from '../../../../platform/ids.ts'
import { addMinutes, applies, minutesDoc, textOf } from './queries.ts'

const os = implement(conversationsContract.minutes).$context<Context>()

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const get = os.get.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await conversationFor(db, context, input.id, 'read')
  const resource = resourceOf('talk', found.facts)
  if (resource === 'own' || !may(found.is, 'R', resource) || isShut(found.is, found.facts))
    throw missing()
  const { doc } = await minutesDoc(db, orgId, found.id)
  const known = input.stateVector ? Buffer.from(input.stateVector, 'base64') : undefined
  return {
    update: base64(Y.encodeStateAsUpdate(doc, known)),
    stateVector: base64(Y.encodeStateVector(doc)),
    text: textOf(doc),
  }
})

const push = os.push.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const update = Buffer.from(input.update, 'base64')
  const found = await conversationFor(db, context, input.id, 'read', 'write')
  const refusal = refusalOf('writeTalk', found.viewer, found.is, found.facts)
  if (refusal) {
    // The device was offline while the page was presented: the words stay with whoever wrote them.
    if (sitsIn(found.is))
      context.afterwards(async (own) => {
        const { doc } = await minutesDoc(own, orgId, found.id)
        if (!applies(doc, update)) return
        const about = {
          orgId,
          conversationId: found.id,
          authorId: actor.personId,
          part: 'talk' as const,
          at: now,
          clientId: newId(),
        }
        await keepUndelivered(own, about, [
          { fieldKey: minutesField, value: textOf(doc), version: 0 },
        ])
      })
    throw refuse(refusal)
  }
  await addMinutes(db, { orgId, conversationId: found.id, by: actor.personId, at: now }, update)
  await notify(db, { org: orgId, kind: 'conversation.minutes', subject: found.id })
  return { savedAt: now }
})

export const minutesHandlers = os.router({ get, push })
