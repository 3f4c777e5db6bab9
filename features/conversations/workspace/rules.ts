import type { StageActor, StageKind } from '../../flows/contract.ts'

/** What somebody who leads a talk for its manager is asked for: neither the assessment nor a signature. */
export const delegatedStages: readonly StageKind[] = ['meeting', 'talk', 'agreement']

interface Turn {
  /** Whoever asks leads the talk for its manager. */
  isDelegate: boolean
  /** Whoever asks leads it, and nobody else stands above the employee by now (E01). */
  isManager: boolean
  employeeId: string
  managerId: string | null
  managerSigned: boolean
  employeeSigned: string | null
}

/**
 * Whether one of the open stages waits for this person. Signatures come in order: the manager's, then
 * the employee's. Following up is done in the promises, not here.
 */
export function waitingFor(
  personId: string,
  turn: Turn,
  open: { kind: StageKind; actor: StageActor }[],
): boolean {
  const isEmployee = personId === turn.employeeId
  if (!isEmployee && !turn.isManager && !turn.isDelegate) return false
  return open.some(({ kind, actor }) => {
    if (turn.isDelegate && !delegatedStages.includes(kind)) return false
    if (kind === 'follow' || actor === 'system' || actor === 'hr') return false
    if (kind === 'signature')
      return isEmployee
        ? turn.employeeSigned === null && (turn.managerSigned || turn.managerId === null)
        : !turn.managerSigned
    return actor === 'both' || actor === (isEmployee ? 'employee' : 'manager')
  })
}
