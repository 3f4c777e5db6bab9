import { oc } from '@orpc/contract'
import { z } from 'zod'
import { adoptingContract } from './adopting/contract.ts'
import { amendingContract } from './amending/contract.ts'
import { answersContract } from './answers/contract.ts'
import { appealsContract } from './appeals/contract.ts'
import { attachmentsContract } from './attachments/contract.ts'
import { fullnessContract } from './fullness/contract.ts'
import { glassContract } from './glass/contract.ts'
import { hintsContract } from './hints/contract.ts'
import { indicatorsContract } from './indicators/contract.ts'
import { interventionContract } from './intervention/contract.ts'
import { listContract } from './list/contract.ts'
import { openingContract } from './opening/contract.ts'
import { planContract } from './plan/contract.ts'
import { previewingContract } from './previewing/contract.ts'
import { archiveShape, sealedShape } from './record/contract.ts'
import { outcomes, signingContract } from './signing/contract.ts'
import { stepsContract } from './steps/contract.ts'
import { talkContract } from './talk/contract.ts'
import { workspaceContract } from './workspace/contract.ts'

export * from './actions/contract.ts'
export * from './answers/contract.ts'
export * from './attachments/contract.ts'
export * from './list/contract.ts'
export * from './people/contract.ts'
export * from './plan/contract.ts'
export * from './signing/contract.ts'
export * from './talk/contract.ts'
export * from './workspace/contract.ts'

const id = z.uuid()
const day = z.iso.date()

export const conversationsContract = {
  ...listContract,
  ...workspaceContract,
  ...openingContract,
  ...answersContract,
  ...talkContract,
  ...planContract,
  ...signingContract,
  ...attachmentsContract,
  ...fullnessContract,
  ...indicatorsContract,
  ...adoptingContract,
  ...previewingContract,
  hints: hintsContract,
  glass: glassContract,
  amending: amendingContract,
  appeals: appealsContract,
  steps: stepsContract,
  intervention: interventionContract,

  /** HR gives a reason (`reason`), which the employee sees. */
  sealedRecord: oc
    .input(
      z.object({
        id,
        reason: z.string().trim().max(500).optional(),
        /** An earlier one; the newest sealed one when not said. */
        version: z.int().min(1).optional(),
      }),
    )
    .output(sealedShape),
  archive: oc
    .input(
      z.object({
        text: z.string().max(200).optional(),
        /** Name, pinyin, initials or number. */
        person: z.string().max(100).optional(),
        departmentId: id.optional(),
        cycleId: id.optional(),
        from: day.optional(),
        to: day.optional(),
        outcome: z.enum(outcomes).optional(),
        /** `<milliseconds>_<id>` of the last one of the page before. */
        after: z
          .string()
          .regex(/^\d{1,15}_[0-9a-f-]{36}$/)
          .optional(),
        limit: z.int().min(1).max(100).default(30),
      }),
    )
    .output(
      z.object({ items: z.array(archiveShape), next: z.string().nullable(), total: z.int() }),
    ),
}
