import type { Actor } from '../../accounts/policy.ts'
import type { View } from '../../cycles/policy.ts'

/** Whoever may name people in a cycle and answers for its talks reminds; auditors only look on. */
export const mayNudge = (
  { roles }: Pick<Actor, 'roles'>,
  { names }: Pick<View, 'names'>,
): boolean => names !== undefined && roles.some(({ role }) => role === 'hrAdmin' || role === 'hrbp')
