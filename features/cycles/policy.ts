import { holds, isHr, type Actor, type Role } from '../accounts/policy.ts'
import type { Refusal } from '../../platform/refusal.ts'
import { stateOf, type CycleState } from './rules.ts'
import type { CycleTable } from './table.ts'

/** Departments somebody may look at; null is the whole organization. */
export type Scope = string[] | null

/** What a person sees of running cycles: where they may count, and where they may also name people. */
export interface View {
  counts: Scope
  /** Undefined: nobody by name. */
  names: Scope | undefined
}

/** Counts of fewer people than this speak about persons; shown only to those who may name them. */
export const smallestGroup = 8

function scopeOf(actor: Actor, roles: Role[]): Scope | undefined {
  const grants = actor.roles.filter((grant) => roles.includes(grant.role))
  if (grants.length === 0) return undefined
  if (grants.some((grant) => grant.departmentId === null)) return null
  return [...new Set(grants.flatMap((grant) => grant.departmentIds))]
}

/** Rows 1 and 2 of the access matrix; undefined: cycles do not exist for this person. */
export function viewOf(actor: Actor): View | undefined {
  const counts = scopeOf(actor, ['hrAdmin', 'hrbp', 'auditor', 'executive'])
  if (counts === undefined) return undefined
  return { counts, names: scopeOf(actor, ['hrAdmin', 'hrbp', 'auditor']) }
}

/**
 * Where somebody may count ratings; undefined: nowhere. Rows 9 and 20 of the access matrix: HR in its
 * departments, always as groups. Management once the cycle is over: while it runs, what was handed in
 * between two looks would tell whose rating it is. The auditor reads sealed records and no others.
 */
export function ratingScope(actor: Actor, cycle: CycleTable): Scope | undefined {
  const hr = hrScope(actor)
  if (hr !== undefined) return hr
  return stateOf(cycle) === 'closed' ? scopeOf(actor, ['executive']) : undefined
}

/** Where somebody is HR; undefined: nowhere. */
export const hrScope = (actor: Actor): Scope | undefined => scopeOf(actor, ['hrAdmin', 'hrbp'])

/** HR knows of HR beside a talk where it is HR itself: never of a count that reaches beyond its departments. */
export function knowsOfHr(
  actor: Actor,
  { scope, departmentIds }: { scope: Scope; departmentIds: Scope },
): boolean {
  const own = isHr(actor) ? hrScope(actor) : undefined
  if (own === undefined || own === null) return own === null
  // What is asked for lies within the viewer’s departments only as far as both have it.
  const within = departmentIds?.filter((id) => scope === null || scope.includes(id)) ?? scope
  return within !== null && within.every((id) => own.includes(id))
}

/** HR says that a group is calibrated, and reads the reasons given before. */
export const mayCalibrate = (actor: Actor): boolean => isHr(actor)

/** Why somebody cannot say that a group is calibrated: a message key, or null. */
export const refusalToFinish = (actor: Actor, cycle: CycleTable): Refusal =>
  !mayCalibrate(actor)
    ? 'cycles.onlyHrCalibrates'
    : stateOf(cycle) === 'closed'
      ? 'cycles.alreadyClosed'
      : null

/** Drafts are seen and cycles are written by HR admins only. */
export const mayWrite = (actor: Actor): boolean => holds(actor, 'hrAdmin')

/** Whether every count a person gets has to hide small groups. */
export const hidesSmall = (view: View): boolean =>
  view.names === undefined || (view.names !== null && view.counts === null)

type Rule = (actor: Actor, cycle: CycleTable) => Refusal

const byHr =
  (rule: (state: CycleState) => Refusal): Rule =>
  (actor, cycle) =>
    mayWrite(actor) ? rule(stateOf(cycle)) : 'cycles.onlyHr'

const draftOnly = (state: CycleState) => (state === 'draft' ? null : 'cycles.alreadyLaunched')
const pilotOnly = (state: CycleState) => (state === 'piloting' ? null : 'cycles.notPiloting')

/** What may be done with a cycle: a refusal or null. */
export const policy = {
  // What the pilot taught goes into the design of everybody else.
  save: byHr((state) => (state === 'piloting' ? null : draftOnly(state))),
  discard: byHr(draftOnly),
  launch: byHr(draftOnly),
  rollOut: byHr(pilotOnly),
  close: byHr((state) =>
    state === 'running' || state === 'piloting'
      ? null
      : state === 'closed'
        ? 'cycles.alreadyClosed'
        : state === 'launching'
          ? 'cycles.stillLaunching'
          : 'cycles.notLaunched',
  ),
} satisfies Record<string, Rule>

/** Why somebody cannot do each thing with a cycle now; null where they can. */
export const refusalsFor = (actor: Actor, cycle: CycleTable): Record<string, Refusal> =>
  Object.fromEntries(Object.entries(policy).map(([action, rule]) => [action, rule(actor, cycle)]))
