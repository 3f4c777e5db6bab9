import { oc } from '@orpc/contract'
import { z } from 'zod'
import { indicatorShape } from '../../goals/contract.ts'

export const indicatorsContract = {
  /** What the employee’s department is looked at by, in the period of the talk and the one ahead. */
  indicators: oc.input(z.object({ id: z.uuid() })).output(z.array(indicatorShape)),
}
