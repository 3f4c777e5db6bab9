import type { Field, Part, Text } from '../contract.ts'

/** Questions that belong together and have proved themselves, to be put into a template as they are. */
export interface Block {
  key: string
  label: Text
  /** What it is good for, in one sentence. */
  use: Text
  /** The parts it fits into; in others its fields change hands. */
  parts: readonly Part[]
  fields: readonly Field[]
}
