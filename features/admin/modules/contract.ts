import { oc } from '@orpc/contract'
import { z } from 'zod'

/**
 * What an organization may leave off and switch on when it is ready for it (R294). The talk itself, its
 * record and the promises are always there.
 */
export const modules = ['cycles', 'year', 'design', 'delegation', 'surveys'] as const
export type Module = (typeof modules)[number]

export const modulesContract = {
  get: oc.output(z.array(z.object({ module: z.enum(modules), isOn: z.boolean() }))),
  /** Everything named is on, everything else off. Nothing is deleted. */
  set: oc.input(z.object({ on: z.array(z.enum(modules)).max(modules.length) })).output(z.void()),
}
