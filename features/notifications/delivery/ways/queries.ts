import { config } from '../../../../platform/config.ts'
import type { Db } from '../../../../platform/database.ts'
import { type Mailer, MailNotSent } from '../../../../platform/mail.ts'
import { channelOf, openSecret } from '../../channels/queries.ts'
import type {
  ChannelKind,
  ChannelSecret,
  HookSettings,
  MailSettings,
} from '../../channels/rules.ts'
import type { ChannelTable } from '../../channels/table.ts'
import type { Fault } from '../sending/rules.ts'
import type { DeliveryTable } from '../table.ts'
import { bodiesOf, type Foot, type Message } from '../words/rules.ts'

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

/** Opens a way with the settings of this moment. */
export async function openWay(db: Db, orgId: string, kind: ChannelKind): Promise<Way> {
  const channel = await channelOf(db, orgId, kind)
  if (!channel) throw new Error(`channel ${kind} has words waiting and no settings`)
  const secret = await openSecret(channel)
  const common = { kind, settings: channel.settings, isDoubtful: channel.failures > 0 }
  if ('from' in channel.settings) return { ...common, ...mailWay(channel.settings, secret) }
  const { hookWay } = await import('./hooks/queries.ts')
  return { ...common, ...hookWay(kind, channel.settings as HookSettings, secret) }
}

function mailWay(
  { host, port, security, user, from, fromName }: MailSettings,
  secret: ChannelSecret | null,
): Pick<Way, 'send' | 'close' | 'atOnce' | 'restMs'> {
  let opening: Promise<Mailer> | null = null
  const open = async (password: string | null) => {
    const { openMailer } = await import('../../../../platform/mail.ts')
    return openMailer({ host, port, security, user, password })
  }
  return {
    atOnce: 12,
    restMs: 0,
    async send({ message, foot, to, attachments }, { messageId, createdAt }) {
      if (!secret) throw new WordNotSent('unreadable', '')
      const mailer = await (opening ??= open(secret.password ?? null))
      try {
        return await mailer.send({
          from: { name: fromName, address: from },
          to: to!.email!,
          subject: message.subject,
          ...bodiesOf(message, foot),
          messageId: messageId!,
          at: createdAt,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            ...(foot.stopUrl && {
              'List-Unsubscribe': `<${foot.stopUrl}>`,
              'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            }),
          },
          ...(attachments && { attachments }),
        })
      } catch (error) {
        if (error instanceof MailNotSent) throw new WordNotSent(error.fault, error.answer)
        throw error
      }
    },
    close: () => void opening?.then((mailer) => mailer.close()),
  }
}
