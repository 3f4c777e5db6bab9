import { implement } from '@orpc/server'
import { refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { casesOf } from '../../conversations/appeals/queries.ts'
import { noteOpening } from '../../conversations/record/looks/queries.ts'
import { historyContract } from './contract.ts'
import { isEvidence, openForDecision, seesWishes } from './policy.ts'
import { demandReason, opened, opensTalks, pastTalks, readableTalks } from './queries.ts'
import { calibrationsIn, feeding, wishesIn } from './rules.ts'

const os = implement(historyContract).$context<Context>()

const compare = os.compare.handler(async ({ input, context }) => {
  const { person, found, known, more } = await readableTalks(context, input.personId)
  demandReason(found, input.reason)
  const talks = await opened(context, found)
  for (const talk of talks)
    await noteOpening(context, talk.found, 'read', { reason: input.reason ?? null })
  const own = input.personId === context.actor.personId
  return {
    person,
    own,
    talks: await pastTalks(context, talks),
    withheld: known - talks.length,
    more,
    decisionRefusal: openForDecision(found.flatMap(({ is }) => is)),
  }
})

const opens = os.opens.handler(({ input, context }) => opensTalks(context, input.personId))

const evidence = os.evidence.handler(async ({ input, context }) => {
  const { purpose, reason } = input
  const { person, found, known, more } = await readableTalks(context, input.personId)
  const mine = found.filter(({ is }) => openForDecision(is) === null)
  if (mine.length === 0) throw refuse('insights.decisionNotYours')
  if (!purpose || !reason) throw refuse('insights.writeWhy')
  const talks = await opened(
    context,
    mine.filter(({ kind }) => isEvidence(kind)),
  )
  for (const talk of talks) await noteOpening(context, talk.found, 'read', { reason, purpose })
  const past = await pastTalks(context, talks, ({ document, template }) =>
    feeding(document, template),
  )
  const cases = await Promise.all(
    talks.map(({ found: { id } }) => casesOf(context, { conversationId: id })),
  )
  return {
    person,
    purpose,
    reason,
    openedAt: context.now,
    openedBy: context.actor.name,
    talks: past.map((talk, at) => {
      const { document, template } = talks[at]!
      return {
        ...talk,
        wishes: seesWishes(purpose) ? wishesIn(document, template) : null,
        calibrations: calibrationsIn(document),
        cases: cases[at]!.map(({ kind, openedAt, outcome, decidedAt }) => ({
          kind,
          openedAt,
          outcome,
          decidedAt,
        })),
      }
    }),
    withheld: known - talks.length,
    more,
  }
})

export const historyHandlers = os.router({ compare, opens, evidence })
