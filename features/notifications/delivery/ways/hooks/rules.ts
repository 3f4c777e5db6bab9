import type { Addressing, HookKind } from '../../../channels/rules.ts'
import type { Fault } from '../../sending/rules.ts'

/** What goes out on a webhook, before it takes the form of a chat. */
export interface HookWord {
  /** The same for the same word, however often it is sent. */
  id: string
  kind: string
  text: string
  url: string
  count: number | null
  /** Who is spoken to by what the chat knows them by; null for the group. */
  to: { by: Exclude<Addressing, 'nobody'>; value: string } | null
  at: Date
}

/** The body a chat expects. Signatures are made apart. */
export const hookBody = (kind: HookKind, { id, text, url, count, to, at, ...word }: HookWord) => {
  const line = `${text}\n${url}`
  const [number, phone] = [
    to?.by === 'employeeNo' ? [to.value] : [],
    to?.by === 'phone' ? [to.value] : [],
  ]
  const bodies: Record<HookKind, () => Record<string, unknown>> = {
    wecom: () => ({
      msgtype: 'text',
      text: { content: line, mentioned_list: number, mentioned_mobile_list: phone },
    }),
    dingtalk: () => ({
      msgtype: 'text',
      // Who is not named in the text is not called, whatever the list says.
      text: { content: to ? `@${to.value} ${line}` : line },
      at: { atUserIds: number, atMobiles: phone, isAtAll: false },
    }),
    feishu: () => ({
      msg_type: 'text',
      content: { text: to ? `<at user_id="${plain(to.value)}"></at> ${plain(line)}` : plain(line) },
    }),
    webhook: () => ({
      version: 1,
      id,
      kind: word.kind,
      to: to ? { [to.by]: to.value } : null,
      text,
      count,
      url,
      at: at.toISOString(),
    }),
  }
  return bodies[kind]()
}

/** Nothing of ours becomes a tag of the chat's. */
const plain = (text: string) => text.replace(/[<>"]/g, '')

/** Whose hosts a chat's address must be on, unless the installation allows another. */
export const hookHosts: Record<HookKind, readonly string[] | null> = {
  wecom: ['qyapi.weixin.qq.com'],
  dingtalk: ['oapi.dingtalk.com', 'api.dingtalk.com'],
  feishu: ['open.feishu.cn', 'open.larksuite.com'],
  webhook: null,
}

/** The least time between two messages: 20 a minute for 企业微信 and 钉钉, 100 for 飞书. */
export const hookRestMs: Record<HookKind, number> = {
  wecom: 3100,
  dingtalk: 3100,
  feishu: 700,
  webhook: 0,
}

// What they answer, with HTTP 200, when too much is sent, and when key or signature are wrong.
const tooMuch = [45009, 45033, 130101, 410100, 660026, 9499, 11232]
const notLetIn = [93000, 40001, 40014, 310000, 300001, 19001, 19021, 19022, 19024]

/** What an answer means; null when the word was taken. `said` is what may be shown of it. */
export function hookAnswer(
  kind: HookKind,
  status: number,
  text: string,
): { fault: Fault | null; said: string } {
  const { code, words } = kind === 'webhook' ? { code: 0, words: '' } : codeIn(text)
  const said = [`HTTP ${status}`, ...(words ? [words] : [])].join(' · ')
  if (status === 429 || status === 503 || tooMuch.includes(code)) return { fault: 'busy', said }
  if (
    status === 401 ||
    status === 403 ||
    status === 404 ||
    status === 410 ||
    notLetIn.includes(code)
  )
    return { fault: 'login', said }
  if (status >= 500) return { fault: 'protocol', said }
  if (status < 200 || status >= 300) return { fault: 'refused', said }
  if (Number.isNaN(code)) return { fault: 'protocol', said }
  return { fault: code === 0 ? null : 'refused', said }
}

function codeIn(text: string): { code: number; words: string } {
  try {
    const answer = JSON.parse(text) as Record<string, unknown>
    const code = Number(answer.errcode ?? answer.code ?? answer.StatusCode)
    const message = String(answer.errmsg ?? answer.msg ?? answer.StatusMessage ?? '')
    return { code, words: `${code} ${message}`.trim() }
  } catch {
    return { code: Number.NaN, words: '' }
  }
}
