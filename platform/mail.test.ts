import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { MailNotSent, openMailer, withoutAddresses, type Mail, type MailServer } from './mail.ts'

const mail: Mail = {
  from: { name: '促膝', address: 'cuxi@example.com' },
  to: 'mia@example.com',
  subject: '有事在等你',
  text: '有 2 件事在等你',
  html: '<p>有 2 件事在等你</p>',
  messageId: '1@example.com',
  at: new Date(),
}

async function serverThat(
  options: SMTPServerOptions,
  work: (server: MailServer, heard: string[]) => Promise<void>,
) {
  const heard: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    onData(stream, _, done) {
      let text = ''
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      stream.on('end', () => {
        heard.push(text)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await new Promise((resolve) => listening.once('listening', resolve))
  const { port } = listening.address() as AddressInfo
  try {
    await work({ host: '127.0.0.1', port, security: 'none', user: null, password: null }, heard)
  } finally {
    await new Promise<void>((resolve) => server.close(resolve))
  }
}

const sent = async (server: MailServer, over: Partial<Mail> = {}) => {
  const mailer = openMailer(server, {
    greetingTimeout: 300,
    connectionTimeout: 300,
    socketTimeout: 400,
  })
  try {
    return await mailer.send({ ...mail, ...over })
  } finally {
    mailer.close()
  }
}
const fault = (wanted: string) => (error: unknown) =>
  error instanceof MailNotSent && error.fault === wanted

test('a mail leaves with both its bodies and its own id', () =>
  serverThat({}, async (server, heard) => {
    await sent(server)
    assert.match(heard[0]!, /^Message-ID: <1@example\.com>\r$/m)
    assert.match(heard[0]!, /text\/plain[\s\S]*text\/html/)
  }))

test('a line break in a name or subject starts no header of its own', () =>
  serverThat({}, async (server, heard) => {
    await sent(server, {
      subject: 'x\r\nBcc: evil@example.com',
      from: { name: 'a\r\nX-Evil: 1', address: 'a@example.com' },
    })
    assert.doesNotMatch(heard[0]!, /^(Bcc|X-Evil):/m)
  }))

test('where TLS is demanded, a server without it gets nothing', () =>
  serverThat({ disabledCommands: ['STARTTLS'] }, async (server, heard) => {
    await assert.rejects(sent({ ...server, security: 'starttls' }), MailNotSent)
    assert.equal(heard.length, 0)
  }))

test('a certificate nobody vouches for is not taken', () =>
  serverThat({}, async (server, heard) => {
    await assert.rejects(sent({ ...server, security: 'starttls' }), fault('tls'))
    assert.equal(heard.length, 0)
  }))

test('what the server will take later, what it never takes, and a wrong password are told apart', async () => {
  const saying = (responseCode: number) =>
    Object.assign(new Error('no <mia@example.com>'), { responseCode })
  await serverThat({ onRcptTo: (_, __, done) => done(saying(451)) }, (server) =>
    assert.rejects(sent(server), fault('later')),
  )
  await serverThat({ onRcptTo: (_, __, done) => done(saying(550)) }, (server) =>
    assert.rejects(sent(server), fault('refused')),
  )
  await serverThat({ onMailFrom: (_, __, done) => done(saying(550)) }, (server) =>
    assert.rejects(sent(server), fault('sender')),
  )
  await serverThat(
    { authOptional: false, onAuth: (_, __, done) => done(saying(535)), allowInsecureAuth: true },
    (server) => assert.rejects(sent({ ...server, user: 'a', password: 'b' }), fault('login')),
  )
})

test('a server that is not there, or says nothing, is given up soon', async () => {
  const none = { host: '127.0.0.1', port: 1, security: 'none', user: null, password: null } as const
  await assert.rejects(sent(none), fault('unreachable'))
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const { port } = silent.address() as AddressInfo
  const from = performance.now()
  await assert.rejects(sent({ ...none, port }), fault('timeout'))
  assert.ok(performance.now() - from < 5000)
  silent.close()
})

test('what a server says is kept without whose address it was', () =>
  assert.equal(
    withoutAddresses('550 5.1.1 <mia.lin@example.com>: unknown\r\nuser'),
    '550 5.1.1 <…>: unknown user',
  ))
