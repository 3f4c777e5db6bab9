import type { Readers as Words } from '../../../../ui/WhoReads.tsx'
import type { Readers } from '../../contract.ts'

/** Who reads the answer to a field, in the words that stand beside it. */
export const readersInWords: Record<Readers, Words> = {
  authorOnly: 'self',
  pairOnly: 'pairOnly',
  pairAfterReveal: 'pairLater',
  pair: 'pair',
  record: 'sealed',
  hr: 'hr',
}
