import type { Field, Text } from '../contract.ts'

/** One sentence, Chinese first. */
export const t = (zh: string, en: string): Text => ({ zh, en })

type Plain = Omit<Field, 'writer' | 'readers' | 'required' | 'mayFeedRating'> & Partial<Field>

/** A field of the self-assessment: the employee writes, the manager reads once both are in. */
export const own = (field: Plain): Field => ({
  writer: 'employee',
  readers: 'pairAfterReveal',
  required: false,
  mayFeedRating: false,
  ...field,
})

/** A field of the manager's assessment: read by the employee once both are in. */
export const managers = (field: Plain): Field => ({
  writer: 'manager',
  readers: 'pairAfterReveal',
  required: false,
  mayFeedRating: false,
  ...field,
})

/** A field of the record, written by both and kept with it. */
export const shared = (field: Plain): Field => ({
  writer: 'both',
  readers: 'record',
  required: false,
  mayFeedRating: false,
  ...field,
})
