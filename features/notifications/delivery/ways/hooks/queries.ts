import { createHmac } from 'node:crypto'
import { config } from '../../../../../platform/config.ts'
import { withoutAddresses } from '../../../../../platform/mail.ts'
import { NotReached, postOut } from '../../../../../platform/outbound.ts'
import type { ChannelKind, ChannelSecret, HookKind, HookSettings } from '../../../channels/rules.ts'
import { type Outgoing, type Way, WordNotSent } from '../queries.ts'
import { hookAnswer, hookBody, hookRestMs } from './rules.ts'

/** A chat, or a program of the organization's own, that takes messages at an address. */
export function hookWay(
  name: ChannelKind,
  { addressing }: HookSettings,
  secret: ChannelSecret | null,
): Pick<Way, 'send' | 'close' | 'atOnce' | 'restMs'> {
  const kind = name as HookKind
  return {
    // One after the other: chats count how many come a minute.
    atOnce: kind === 'webhook' ? 4 : 1,
    restMs: hookRestMs[kind],
    async send({ message, to, count }, row) {
      if (!secret?.url) throw new WordNotSent('unreadable', '')
      const body = hookBody(kind, {
        id: row.id,
        kind: row.kind,
        text: message.subject === message.lines[0] ? message.subject : message.lines[0]!,
        url: message.button.url,
        count: count ?? null,
        to: addressOf(to, addressing),
        at: row.createdAt,
      })
      const { url, headers, text } = signed(kind, secret.url, secret.key, body, new Date())
      try {
        const answer = await postOut(
          url,
          { headers, body: text },
          { allowed: config().outboundAllowed },
        )
        const { fault, said } = hookAnswer(kind, answer.status, answer.text)
        if (fault) throw new WordNotSent(fault, withoutAddresses(said))
        return withoutAddresses(said)
      } catch (error) {
        if (error instanceof NotReached)
          throw new WordNotSent(error.fault === 'tooLarge' ? 'protocol' : error.fault, '')
        throw error
      }
    },
    close() {},
  }
}

const addressOf = (to: Outgoing['to'], addressing: HookSettings['addressing']) => {
  const value = addressing === 'nobody' ? null : to?.[addressing]
  return value ? { by: addressing as 'employeeNo' | 'phone', value } : null
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text)

/**
 * The request as each chat asks for it. 钉钉 signs the time in milliseconds and its key in the
 * address; 飞书 the time in seconds in the body; ours signs `<seconds>.<body>` in a header.
 */
export function signed(
  kind: HookKind,
  address: string,
  key: string | undefined,
  body: Record<string, unknown>,
  now: Date,
): { url: string; headers: Record<string, string>; text: string } {
  const url = new URL(address)
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }
  const seconds = String(Math.floor(now.getTime() / 1000))
  if (!key) return { url: url.href, headers, text: JSON.stringify(body) }
  if (kind === 'dingtalk') {
    const timestamp = String(now.getTime())
    url.searchParams.set('timestamp', timestamp)
    url.searchParams.set('sign', hmac(key, `${timestamp}\n${key}`).digest('base64'))
  }
  if (kind === 'feishu') {
    const sign = hmac(`${seconds}\n${key}`, '').digest('base64')
    return { url: url.href, headers, text: JSON.stringify({ timestamp: seconds, sign, ...body }) }
  }
  const text = JSON.stringify(body)
  if (kind === 'webhook') {
    headers['x-cuxi-timestamp'] = seconds
    headers['x-cuxi-signature'] = `v1=${hmac(key, `${seconds}.${text}`).digest('hex')}`
  }
  return { url: url.href, headers, text }
}
