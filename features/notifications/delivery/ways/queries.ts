import { config } from '../../../../platform/config.ts'
import type { ChannelKind } from '../../channels/rules.ts'
import type { ChannelTable } from '../../channels/table.ts'
import type { Fault } from '../sending/rules.ts'
import type { DeliveryTable } from '../table.ts'
import type { Foot, Message } from '../words/rules.ts'

/** Thrown by a way that did not take a word, or of which nobody knows whether it did. */
export class WordNotSent extends Error {
  readonly fault: Fault
  readonly answer: string
  constructor(fault: Fault, answer: string) {
    super(`word not sent: ${fault}`)
    this.name = 'WordNotSent'
    this.fault = fault
    this.answer = answer
  }
}

/** A word as it leaves, on whatever way. */
export interface Outgoing {
  message: Message
  foot: Foot
  /** Null: to the group. */
  to: { email: string | null; employeeNo: string; phone: string | null } | null
  /** How many things it speaks of, for programs. */
  count?: number
  attachments?: { name: string; mediaType: string; bytes: Uint8Array }[]
}

/** One way of one organization, opened while there is something to send on it. */
export interface Way {
  kind: ChannelKind
  settings: ChannelTable['settings']
  /** It failed the last time: one word is tried before many. */
  isDoubtful: boolean
  /** How many words it takes at a time, and how long it rests in between, in milliseconds. */
  atOnce: number
  restMs: number
  /** @returns what the other side said. @throws WordNotSent */
  send(
    word: Outgoing,
    row: Pick<DeliveryTable, 'id' | 'messageId' | 'kind' | 'createdAt'>,
  ): Promise<string>
  close(): void
}

/** Where links lead: what the installation says, else where it was when the channel was set up. */
export const baseOf = ({ site }: { site: string }): string => config().publicUrl ?? site

/** The right side of a message's id. */
export const siteOf = ({ settings }: Way): string =>
  'from' in settings ? settings.from.slice(settings.from.lastIndexOf('@') + 1) : settings.host
