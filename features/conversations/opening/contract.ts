import { oc } from '@orpc/contract'
import { z } from 'zod'
import { textShape } from '../../templates/contract.ts'
import { clientId } from '../answers/contract.ts'
import { personShape } from '../people/contract.ts'

const id = z.uuid()

/** E01: who goes on. `both`: the new manager, and the old one sums up the months that were theirs. */
export const managerChoices = ['oldFinishes', 'newRestarts', 'both'] as const
export type ManagerChoice = (typeof managerChoices)[number]
const one = z.object({ id })

/** How a conversation comes to be, and who finishes it. */
export const openingContract = {
  /** Templates a manager may open a talk from, and people he may open one with. */
  openable: oc.output(
    z.object({
      people: z.array(personShape),
      templates: z.array(
        z.object({ id: z.uuid(), key: z.string(), title: textShape, minutes: z.int() }),
      ),
    }),
  ),
  /** A talk outside any cycle, by the manager: 月度沟通 and the like. */
  open: oc.input(z.object({ employeeId: id, templateId: id, clientId })).output(one),
  /** The talk was held on paper: its scan is attached, its words are entered now and marked 补录. */
  recordPaper: oc
    .input(z.object({ id, heldOn: z.iso.date(), minutes: z.string().max(20_000), scanId: id }))
    .output(z.void()),
  /** E01, by HR: who finishes after the line has changed. Texts of both are kept either way. */
  changeManager: oc
    .input(
      z.object({
        id,
        managerId: id,
        choice: z.enum(managerChoices),
        reason: z.string().trim().min(1).max(2000),
      }),
    )
    .output(z.void()),
}
