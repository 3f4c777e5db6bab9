import { createTransport } from 'nodemailer'

/** An SMTP server and how it is talked to. */
export interface MailServer {
  host: string
  port: number
  /** `tls` from the first byte; `starttls` or no mail at all; `none` only where somebody chose it. */
  security: 'tls' | 'starttls' | 'none'
  user: string | null
  password: string | null
}

export interface Mail {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  html: string
  /** Without angle brackets; the same mail sent twice carries the same one. */
  messageId: string
  at: Date
  headers?: Record<string, string>
  attachments?: { name: string; mediaType: string; bytes: Uint8Array }[]
}

/** Why a mail did not leave. `later` and `refused` are about this mail, everything else about the server. */
export type MailFault =
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'login'
  | 'sender'
  | 'protocol'
  | 'later'
  | 'refused'

/** Thrown when a mail did not leave, or when nobody knows whether it did. */
export class MailNotSent extends Error {
  readonly fault: MailFault
  /** What the server said, without addresses; empty when it said nothing. */
  readonly answer: string
  constructor(fault: MailFault, answer: string) {
    super(`mail not sent: ${fault}`)
    this.name = 'MailNotSent'
    this.fault = fault
    this.answer = answer
  }
}

export interface Mailer {
  /** @returns what the server said when it took the mail. @throws MailNotSent */
  send(mail: Mail): Promise<string>
  close(): void
}

/** How long each step may take, in milliseconds; together less than anybody holds a mail for. */
const patience = {
  dnsTimeout: 5000,
  connectionTimeout: 8000,
  greetingTimeout: 8000,
  socketTimeout: 20_000,
}

/** Opens a few connections to a server, reused from mail to mail. */
export function openMailer(
  { host, port, security, user, password }: MailServer,
  limits: Partial<typeof patience> = {},
): Mailer {
  const transport = createTransport({
    pool: true,
    maxConnections: 3,
    // Whether to try again is decided by who keeps count of it, not in here.
    maxRequeues: 0,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user && { auth: { user, pass: password ?? '' } }),
    ...patience,
    ...limits,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // A connection that dies while idle is opened anew by the next mail.
  transport.on('error', () => {})
  return {
    async send({ messageId, at, attachments = [], ...mail }) {
      try {
        const { response } = await transport.sendMail({
          ...mail,
          messageId: `<${messageId}>`,
          date: at,
          attachments: attachments.map(({ name, mediaType, bytes }) => ({
            filename: name,
            contentType: mediaType,
            content: Buffer.from(bytes),
          })),
        })
        return withoutAddresses(response)
      } catch (error) {
        throw notSent(error as SmtpError)
      }
    },
    close: () => transport.close(),
  }
}

type SmtpError = Error & {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

function notSent(error: SmtpError): MailNotSent {
  const said = error.response ?? ''
  return new MailNotSent(faultOf(error), withoutAddresses(said))
}

function faultOf({ code, command, message, response, responseCode }: SmtpError): MailFault {
  const status = responseCode ?? (Number(/^\d{3}/.exec(response ?? '')?.[0]) || 0)
  if (code === 'EAUTH' || [530, 534, 535, 538].includes(status)) return 'login'
  // Certificates that do not hold come as errors of the socket, known by their words only.
  if (code === 'ETLS' || (code === 'ESOCKET' && /certificate|SSL|TLS/i.test(message))) return 'tls'
  if (code === 'ETIMEDOUT') return 'timeout'
  // A server that is about to close says 421 to whatever is asked.
  if (status === 421) return 'unreachable'
  if (command === 'MAIL FROM' && status >= 500) return 'sender'
  if (status >= 400 && status < 500) return 'later'
  if (status >= 500) return 'refused'
  if (code === 'EENVELOPE') return 'refused'
  return code === 'EPROTOCOL' ? 'protocol' : 'unreachable'
}

/** One printable line of what a server said; mail addresses in it are somebody's. */
export const withoutAddresses = (said: string): string =>
  said
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
