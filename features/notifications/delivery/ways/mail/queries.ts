import { type Mailer, MailNotSent } from '../../../../../platform/mail.ts'
import type { ChannelSecret, MailSettings } from '../../../channels/rules.ts'
import { bodiesOf } from '../../words/rules.ts'
import { type Way, WordNotSent } from '../queries.ts'

/** Mail, over the organization's own server. */
export function mailWay(
  { host, port, security, user, from, fromName }: MailSettings,
  secret: ChannelSecret | null,
): Pick<Way, 'send' | 'close' | 'atOnce' | 'restMs'> {
  let opening: Promise<Mailer> | null = null
  const open = async (password: string | null) => {
    const { openMailer } = await import('../../../../../platform/mail.ts')
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
