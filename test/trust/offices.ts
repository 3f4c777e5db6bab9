import type { Role } from '../../features/accounts/policy.ts'
import { bossesOf } from './oracle.ts'
import type { World } from './world.ts'

/** What a rule said, and what the copy of the page says. */
export type Said = [what: string, is: unknown, should: unknown]

/** Holds an office for the whole organization. */
export const holdsWide = ({ grants }: World, me: string, role: Role) =>
  grants.some((one) => one.personId === me && one.role === role && one.departmentId === null)

/** Holds an office where the talk belongs to. */
export const holdsHere = (world: World, me: string, role: Role) =>
  world.grants.some(
    ({ personId, role: held, departmentId }) =>
      personId === me &&
      held === role &&
      (departmentId === null || `${world.talk.departmentId}/`.startsWith(`${departmentId}/`)),
  )

/** Keeps the machine or watches over rights, anywhere. */
export const keepsMachine = ({ grants }: World, me: string) =>
  grants.some(
    ({ personId, role }) => personId === me && (role === 'securityAdmin' || role === 'itAdmin'),
  )

/** Above the employee of the talk, with the manager of record, and above whoever asks. */
export function linesIn(world: World, me: string) {
  const { employeeId, managerId } = world.talk
  const above = bossesOf(world, employeeId)
  return {
    employeeId,
    aboveEmployee: managerId ? [managerId, ...above] : above,
    aboveActor: bossesOf(world, me),
  }
}

/** Whether somebody stands above the employee, or below. */
export const isInTheirLine = (world: World, me: string) => {
  const { aboveEmployee, aboveActor, employeeId } = linesIn(world, me)
  return aboveEmployee.includes(me) || aboveActor.includes(employeeId)
}

/** The first reason that holds; null when none does. */
export const first = (cases: [holds: unknown, reason: string][]): string | null =>
  cases.find(([holds]) => holds)?.[1] ?? null
