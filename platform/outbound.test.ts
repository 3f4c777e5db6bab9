import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { isPublic, NotReached, postOut, type Address } from './outbound.ts'

const v4 = (address: string): Address => ({ address, family: 4 })
const word = { headers: { 'content-type': 'application/json' }, body: '{}' }
const fault = (wanted: string) => (error: unknown) =>
  error instanceof NotReached && error.fault === wanted

async function listening(
  answer: RequestListener,
  work: (port: number, heard: () => number) => Promise<void>,
) {
  let heard = 0
  const server = createServer((request, response) => {
    heard++
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    await work((server.address() as AddressInfo).port, () => heard)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

test('nothing inside the network counts as public, however it is written', () => {
  for (const address of `127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    198.18.0.1 224.0.0.1 255.255.255.255 ::1 :: ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::10.0.0.1 64:ff9b::a00:1
    2002:a00:1:: fe80::1 fd00:ec2::254 fc00::1 ff02::1 localhost`.split(/\s+/))
    assert.equal(isPublic(address), false, address)
  for (const address of ['8.8.8.8', '172.15.0.1', '172.32.0.1', '2400:3200::1'])
    assert.ok(isPublic(address), address)
})

test('no packet goes inside, whichever way the address is spelt', () =>
  listening(
    (_, response) => response.end(),
    async (port, heard) => {
      for (const url of [
        `http://127.0.0.1:${port}/`,
        `https://127.0.0.1/`,
        `https://2130706433/`,
        `https://0x7f.1/`,
        `https://[::1]/`,
        `https://[::ffff:10.0.0.1]/`,
        'https://169.254.169.254/latest/meta-data/',
        'https://user:pass@example.com/',
        'https://example.com:8443/',
        'http://example.com/',
        'file:///etc/passwd',
        'gopher://example.com/',
        'nonsense',
      ])
        await assert.rejects(
          postOut(url, word, {
            allowed: [],
            resolve: () => Promise.resolve([v4('8.8.8.8')]),
            timeoutMs: 300,
          }),
          fault('address'),
          url,
        )
      assert.equal(heard(), 0)
    },
  ))

test('a name that points inside is refused, also when only one of its addresses does', async () => {
  for (const addresses of [[v4('10.0.0.1')], [v4('8.8.8.8'), v4('169.254.169.254')]])
    await assert.rejects(
      postOut('https://hooks.example/', word, {
        allowed: [],
        resolve: () => Promise.resolve(addresses),
      }),
      fault('address'),
    )
})

test('a name that answers otherwise the second time is asked once, and the first answer is where it goes', () =>
  listening(
    (_, response) => response.end(),
    async (port, heard) => {
      let asked = 0
      const rebinding = () => Promise.resolve([asked++ === 0 ? v4('240.0.0.1') : v4('127.0.0.1')])
      // Allowed by name, so that only the pin stands between the second answer and the server.
      const limits = { allowed: ['rebind.example'], resolve: rebinding, timeoutMs: 400 }
      await assert.rejects(postOut(`http://rebind.example:${port}/`, word, limits), NotReached)
      assert.deepEqual([asked, heard()], [1, 0])
      // And the other way round: what was looked at is what is reached.
      const inside = { ...limits, resolve: () => Promise.resolve([v4('127.0.0.1')]) }
      assert.equal((await postOut(`http://rebind.example:${port}/`, word, inside)).status, 200)
      assert.equal(heard(), 1)
    },
  ))

test('a redirect is not followed, a gigabyte not read, a slow answer not waited for', async () => {
  const allowed = ['127.0.0.1']
  await listening(
    (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    async (port, heard) => {
      const answer = await postOut(`http://127.0.0.1:${port}/`, word, { allowed })
      assert.deepEqual([answer.status, heard()], [302, 1])
    },
  )
  await listening(
    (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    },
    (port) =>
      assert.rejects(postOut(`http://127.0.0.1:${port}/`, word, { allowed }), fault('tooLarge')),
  )
  await listening(
    (_, response) => {
      const timer = setInterval(() => response.write('x'), 50)
      response.on('close', () => clearInterval(timer))
    },
    (port) =>
      assert.rejects(
        postOut(`http://127.0.0.1:${port}/`, word, { allowed, timeoutMs: 300 }),
        fault('timeout'),
      ),
  )
})
