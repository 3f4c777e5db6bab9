import { implement } from '@orpc/server'
import { demand } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { templatesPolicy } from '../../templates/policy.ts'
import { previewEyes, previewingContract, previewPhases } from './contract.ts'
import { rightsIn } from './policy.ts'

const os = implement(previewingContract).$context<Context>()

const previewRights = os.previewRights.handler(({ input: { sections }, context }) => {
  demand(templatesPolicy.design(context.actor))
  return previewEyes.flatMap((eyes) =>
    previewPhases.map((phase) => ({ eyes, phase, rights: rightsIn(sections, eyes, phase) })),
  )
})

export const previewingHandlers = { previewRights }
