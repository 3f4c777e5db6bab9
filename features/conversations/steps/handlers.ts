import { implement } from '@orpc/server'
import type { Context } from '../../accounts/policy.ts'
import { calibrate } from './calibrating/handlers.ts'
import { stepsContract } from './contract.ts'
import { doingHandlers } from './doing/handlers.ts'
import { readingHandlers } from './reading/handlers.ts'

export const stepsHandlers = implement(stepsContract)
  .$context<Context>()
  .router({ ...readingHandlers, ...doingHandlers, calibrate })
