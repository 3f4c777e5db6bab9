import type { AddressInfo } from 'node:net'
import { json } from '../../platform/database.ts'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import type { Story } from './scenario.ts'

/** What the server does with the next mails: takes it, says 451 or 550, breaks off after it has taken it, or says nothing. */
export type Mood = 'takes' | 'later' | 'never' | 'drops' | 'hangs'

/** A mail as it arrived. */
export interface Arrived {
  to: string
  messageId: string
  subject: string
  text: string
  at: number
}

/** A real SMTP server in this process whose mood one can set, for all or for one after the other. */
export async function mailServer({ port = 0 } = {}) {
  const arrived: Arrived[] = []
  let mood: () => Mood = () => 'takes'
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onRcptTo(_, session, done) {
      const now = mood()
      ;(session as { mood?: Mood }).mood = now
      if (now === 'later') return done(saying(451, '4.3.0 try again'))
      if (now === 'never') return done(saying(550, '5.1.1 no such mailbox'))
      done()
    },
    onData(stream, session, done) {
      let raw = ''
      stream.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk))
      stream.on('end', () => {
        const { mood: now } = session as { mood?: Mood }
        if (now === 'hangs') return
        arrived.push(read(raw, session.envelope.rcptTo[0]!.address))
        if (now === 'drops') return void connectionOf(session.id)?.close()
        done()
      })
    },
  })
  server.on('error', () => {})
  type Connection = { id: string; close(): void }
  const connectionOf = (id: string) =>
    [...(server as unknown as { connections: Set<Connection> }).connections].find(
      (it) => it.id === id,
    )
  const listening = server.listen(port, '127.0.0.1')
  await new Promise((resolve) => listening.once('listening', resolve))
  return {
    port: (listening.address() as AddressInfo).port,
    arrived,
    /** Sets the mood; a list is worked off first, then `takes`. */
    be(...moods: Mood[]) {
      if (moods.length === 1) mood = () => moods[0]!
      else mood = () => moods.shift() ?? 'takes'
    },
    /** Lets every mail find out by itself how the server feels. */
    feel(next: () => Mood) {
      mood = next
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
export type TestMailServer = Awaited<ReturnType<typeof mailServer>>

const saying = (responseCode: number, words: string) =>
  Object.assign(new Error(words), { responseCode })

function read(raw: string, to: string): Arrived {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  return {
    to,
    messageId: header('message-id'),
    subject: decodedWords(header('subject')),
    text: raw,
    at: Date.now(),
  }
}

const decodedWords = (text: string) =>
  text.replace(/=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi, (_, how: string, words: string) =>
    how.toLowerCase() === 'b'
      ? Buffer.from(words, 'base64').toString('utf8')
      : Buffer.from(
          words
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
          'latin1',
        ).toString('utf8'),
  )

/** The body of a mail in plain words: quoted-printable and base64 undone. */
export function words({ text }: Arrived): string {
  return text
    .split(/^--[^\r\n]+\r\n/m)
    .map((part) => {
      const at = part.indexOf('\r\n\r\n')
      const [head, body] = [part.slice(0, at), part.slice(at + 4)]
      if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
      const bytes = body
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        )
      return Buffer.from(bytes, 'latin1').toString('utf8')
    })
    .join('\n')
}

/** What is attached to a mail under a name; undefined where nothing is. */
export function attachedTo({ text }: Arrived, name: string): Buffer | undefined {
  const part = text.split(/^--[^\r\n]+\r\n/m).find((each) => each.includes(`filename=${name}`))
  return part ? Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4), 'base64') : undefined
}

/** Sets the organization's mail up to go to a server, and gives everybody an address. */
export async function mailGoesTo(story: Story, { port }: Pick<TestMailServer, 'port'>) {
  const { services, orgId, hr, clock } = story
  await services.database.inOrg(orgId, async (db) => {
    await db
      .insertInto('channel')
      .values({
        orgId,
        kind: 'mail',
        settings: json({
          host: '127.0.0.1',
          port,
          security: 'none',
          user: null,
          from: 'cuxi@example.com',
          fromName: '促膝',
          site: 'https://cuxi.example',
        }),
        secret: null,
        enabledAt: clock.now,
        changedAt: clock.now,
        changedBy: hr.personId,
        failures: 0,
        retryAt: null,
        lastSentAt: null,
        lastAnswer: null,
      })
      .execute()
  })
  await everybodyHasAddress(story)
}

/** Gives whoever has none an address of their own. */
export const everybodyHasAddress = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, (db) =>
    sql`update person set email = employee_no || '@example.com' where org_id = ${orgId} and email is null`.execute(
      db,
    ),
  )

/** The address `everybodyHasAddress` gives somebody. */
export const addressOf = ({ employeeNo }: { employeeNo: string }) => `${employeeNo}@example.com`
