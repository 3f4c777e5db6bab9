/** Roles that shut each other out: 三权分立, and none of them together with HR. */
const powers = ['securityAdmin', 'itAdmin', 'auditor'] as const
const human = ['hrAdmin', 'hrbp'] as const

export type Role = (typeof powers)[number] | (typeof human)[number] | 'executive' | 'facilitator'

/** An auditor's engagement ends by itself. */
export const longestAudit = 366 * 86_400_000

interface Wanted {
  role: Role
  departmentId: string | null
  toAt: Date | null
}

/** Why somebody who holds `held` cannot get another role as asked; null when they can. */
export function unsuitable(
  wanted: Wanted,
  held: readonly { role: Role; departmentId: string | null }[],
  now: Date,
): string | null {
  const { role, departmentId, toAt } = wanted
  if (toAt && toAt <= now) return 'org.grantEndsInThePast'
  if (role === 'hrbp' && !departmentId) return 'org.grantNeedsDepartment'
  if (departmentId && !['hrbp', 'executive', 'facilitator', 'auditor'].includes(role))
    return 'org.grantIsForAll'
  if (role === 'auditor' && (!toAt || toAt.getTime() - now.getTime() > longestAudit))
    return 'org.auditorNeedsEnd'
  if (held.some((grant) => excludes(grant.role, role))) return 'org.rolesExclude'
  if (held.some((grant) => grant.role === role && grant.departmentId === departmentId))
    return 'org.grantHeld'
  return null
}

/** Security, IT and audit exclude each other, and each excludes HR. */
export function excludes(one: Role, other: Role): boolean {
  if (one === other) return false
  const isPower = (role: Role) => (powers as readonly Role[]).includes(role)
  const isHuman = (role: Role) => (human as readonly Role[]).includes(role)
  return isPower(one) && (isPower(other) || isHuman(other)) ? true : isHuman(one) && isPower(other)
}
