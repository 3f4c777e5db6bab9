import { oc } from '@orpc/contract'
import { z } from 'zod'
import { assertionShape, optionsShape } from '../../accounts/passkeys/contract.ts'
import { clientId } from '../answers/contract.ts'
import { personShape } from '../people/contract.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import { recordPageShape } from '../record/contract.ts'

export const outcomes = ['agreed', 'readWithReservation', 'refused', 'notAnswered'] as const
export type Outcome = (typeof outcomes)[number]

export const signatureShape = z.object({
  personId: z.uuid().nullable(),
  name: z.string(),
  role: z.enum(['employee', 'manager', 'witness']),
  outcome: z.enum(outcomes),
  statement: z.string().nullable(),
  at: z.date(),
  level: z.string(),
  /** Only for who may see evidence of signing; null for the others. */
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

/** How far the page both read has come on its way to being sealed. */
export const signingShape = z.object({
  presentedAt: z.date().nullable(),
  presentedBy: z.uuid().nullable(),
  /** SHA-256 of the page both read; `sign` sends it back. */
  shownHash: z.string().nullable(),
  page: recordPageShape.nullable(),
  version: z.int(),
  /**
   * While no page lies there: who took back the last one and why. Null to whoever may not read what is
   * agreed, and where none was.
   */
  takenBack: z.object({ by: personShape, at: z.date(), reason: z.string() }).nullable(),
  signatures: z.array(signatureShape),
  /** What waits before the page can be shown to both; empty when it can. Keys under `conversations.unready`. */
  unready: z.array(
    z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
  refusalNote: z
    .object({
      /** Null for HR, who may name a second person without reading. */
      reason: z.string().nullable(),
      /** What the employee added; to the employee only, until it is sealed. */
      statement: z.string().nullable(),
      notedBy: personShape,
      notedAt: z.date(),
      witness: personShape,
      countersignedAt: z.date().nullable(),
      /** The second person said no; somebody else has to be named. */
      declined: z.object({ at: z.date(), reason: z.string().nullable() }).nullable(),
      /** Who was asked before. */
      earlier: z.array(
        z.object({
          witness: personShape,
          /** Why not, in their own words; null to whoever may not read the page. */
          reason: z.string().nullable(),
          declinedAt: z.date().nullable(),
          withdrawnAt: z.date().nullable(),
        }),
      ),
      /**
       * After this day, with nobody having countersigned, it is sealed as 已送达未答. Null when the
       * employee said no in person: then it waits for a second person.
       */
      sealsAfter: z.iso.date().nullable(),
    })
    .nullable(),
  /** After this day silence is sealed as 已送达未答. */
  dueOn: z.iso.date().nullable(),
  readings: z.array(z.object({ personId: z.uuid(), at: z.date() })),
})

// Cleaned where they come in: what the others read before they sign is to the letter what is sealed.
const words = (most: number) => z.string().overwrite(cleanText).trim().max(most)

const id = z.uuid()
const one = z.object({ id })

/** What somebody says to the page both read. */
const answerToPage = z.object({
  id,
  shownHash: z.string().length(64),
  outcome: z.enum(['agreed', 'readWithReservation', 'refused']),
  statement: words(5000).optional(),
})

/** Showing the page, signing it, and what happens when somebody does not. */
export const signingContract = {
  /** Freezes the page both will read and sign. Both are told at once. */
  present: oc.input(one).output(z.object({ shownHash: z.string(), presentedAt: z.date() })),
  /** Before anybody has signed: back to the agreement, with a reason that is kept. */
  takeBack: oc.input(z.object({ id, reason: z.string().trim().min(1).max(2000) })).output(z.void()),
  /** The page as it will be sealed. Opening it is noted with the time. */
  readPage: oc.input(one).output(
    z.object({
      page: recordPageShape,
      shownHash: z.string(),
      version: z.int(),
      readAt: z.date(),
    }),
  ),
  /** Asks for a signature with one's own key (S2) to exactly this answer; the browser's reply goes to `sign`. */
  signOptions: oc.input(answerToPage).output(optionsShape),
  /**
   * One's own signature, password or passkey used again within five minutes, or a passkey's signature
   * to this very answer. Manager first, then employee; the last one seals. Asked again with the same
   * outcome it answers the same.
   */
  sign: oc
    .input(
      answerToPage.extend({ answer: assertionShape.optional(), clientId: clientId.optional() }),
    )
    .output(z.object({ signedAt: z.date(), sealedAt: z.date().nullable() })),
  /** The employee does not sign: the manager writes down why and names a second person. */
  noteRefusal: oc
    .input(z.object({ id, reason: words(2000).min(1), witnessId: id }))
    .output(z.void()),
  /** Somebody else is asked; the one before is told, and both stay in the trail. By the manager or HR. */
  nameWitness: oc.input(z.object({ id, witnessId: id })).output(z.void()),
  /** The second person cannot or will not, and says why. */
  declineWitness: oc.input(z.object({ id, reason: words(500).min(1) })).output(z.void()),
  /** People who may be the second person: nobody who depends on one of the two. */
  witnesses: oc
    .input(z.object({ id, text: z.string().max(100).default('') }))
    .output(z.array(personShape)),
  /** What waits for me as the second person, with what I need to know and no more. */
  toCountersign: oc.output(
    z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        employee: personShape,
        manager: personShape,
        reason: z.string(),
        notedAt: z.date(),
        presentedAt: z.date(),
        shownHash: z.string(),
        employeeOpenedAt: z.date().nullable(),
        countersignedAt: z.date().nullable(),
        refusals: z.object({ countersign: z.string().nullable() }),
      }),
    ),
  ),
  countersign: oc
    .input(z.object({ id, shownHash: z.string().length(64) }))
    .output(z.object({ sealedAt: z.date() })),
  /** The employee's own words to a refusal, before it is sealed. */
  attachStatement: oc.input(z.object({ id, statement: words(5000).min(1) })).output(z.void()),
}
