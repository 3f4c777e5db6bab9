import { templatesPolicy } from '../templates/policy.ts'

/** Flows are rule text like templates: the same people read them. */
export const flowsPolicy = { read: templatesPolicy.read }
