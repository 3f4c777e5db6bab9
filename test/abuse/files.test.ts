import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { wordsOf, type Visitor } from '../support/http.ts'
import { assertHasWords, newSite, type Site } from '../support/site.ts'
import { talkBetween, type Talk } from '../support/talks.ts'

let site: Site & { close(): Promise<void> }
let talk: Talk
let hr: Visitor
let employee: Visitor
before(async () => {
  site = await newSite()
  talk = await talkBetween(site, 'prepare', { template: 'monthly', flow: 'monthly' })
  hr = await site.visit(site.hr)
  employee = await site.visit(talk.employee)
})
after(() => site.close())

/** A ZIP archive, written by hand so that it may lie. */
function zip(entries: { name: string; data: Buffer; claims?: number }[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, claims = data.length } of entries) {
    const packed = deflateRawSync(data)
    const path = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claims, 18)
    fields.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, packed])
    const central = Buffer.alloc(14)
    central.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, central, path]),
    )
    parts.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end])
}

const bomb = Buffer.alloc(110 * 1024 * 1024)
const unreadable: [string, Buffer][] = [
  ['broken.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 7)])],
  [
    'cut.xlsx',
    zip([{ name: 'xl/workbook.xml', data: Buffer.from('<workbook/>') }]).subarray(0, 40),
  ],
  ['empty.xlsx', Buffer.alloc(0)],
  [
    'bomb.xlsx',
    zip([
      { name: '[Content_Types].xml', data: Buffer.from('<Types/>') },
      { name: 'xl/worksheets/sheet1.xml', data: bomb },
      { name: 'xl/worksheets/sheet2.xml', data: bomb },
    ]),
  ],
  ['lying.xlsx', zip([{ name: 'xl/worksheets/sheet1.xml', data: bomb, claims: 1000 }])],
  [
    'old.xls',
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(600),
    ]),
  ],
  [
    'picture.csv',
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(300, 0xff)]),
  ],
]

const roster = (bytes: Buffer, name: string) =>
  hr.send(`/api/files/roster/new?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: new Uint8Array(bytes),
  })

test(
  'a roster that cannot be read is refused in words, and nothing of it is kept',
  { timeout: 120_000 },
  async () => {
    for (const [name, bytes] of unreadable) {
      const answer = await wordsOf(await roster(bytes, name))
      assert.equal(answer.status, 400, `${name}: ${answer.text}`)
      assert.match(answer.reason!, /^org\.unreadable\./, name)
      assertHasWords(answer.reason)
    }
    assert.deepEqual(await hr.api.org.import.list(), [])
  },
)

test('a file over the limit is refused in words, with and without a stated length', async () => {
  const large = Buffer.alloc(21 * 1024 * 1024, 0x41)
  const stated = await wordsOf(await roster(large, 'large.csv'))
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let n = 0; n < 21; n++)
        controller.enqueue(new Uint8Array(large.subarray(0, 1024 * 1024)))
      controller.close()
    },
  })
  const unstated = await wordsOf(
    await hr.send('/api/files/roster/new?name=large.csv', {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit),
  )
  for (const { status, reason, params } of [stated, unstated])
    assert.deepEqual([status, reason, params], [413, 'app.fileTooLarge', { megabytes: 20 }])
  assertHasWords(stated.reason)
})

test('an attachment is what its bytes are, and never becomes a page of ours', async () => {
  const attach = (bytes: Buffer, name: string) =>
    employee.send(
      `/api/files/conversation-attachment/${talk.id}?part=self&field=selfBest&name=${encodeURIComponent(name)}`,
      {
        method: 'POST',
        body: new Uint8Array(bytes),
        headers: { 'content-type': 'application/octet-stream' },
      },
    )
  const refused: [string, Buffer][] = [
    [
      'drawing.svg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['photo.png', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['page.html', Buffer.from('<!doctype html><p>x')],
    ['program.exe', Buffer.from('MZ\x90\x00\x03')],
    ['archive.zip', zip([{ name: 'a.txt', data: Buffer.from('a') }])],
    ['nothing.pdf', Buffer.alloc(0)],
  ]
  for (const [name, bytes] of refused) {
    const answer = await wordsOf(await attach(bytes, name))
    assert.equal(answer.status, 400, `${name}: ${answer.text}`)
    assertHasWords(answer.reason)
  }
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  for (const name of [
    '../../../etc/passwd.png',
    'a\u0000b.png',
    'CON.png',
    '"><script>.png',
    '\u202egnp.exe.png',
  ]) {
    const response = await attach(png, name)
    if (response.status !== 200) {
      assertHasWords((await wordsOf(response)).reason)
      continue
    }
    const { json } = (await response.json()) as { json: { id: string; file: { name: string } } }
    assert.doesNotMatch(json.file.name, /[\\/\u0000\u202e]|^\.\./, name)
    const download = await employee.send(`/api/files/attachment/${json.id}`)
    assert.equal(download.status, 200)
    assert.match(
      download.headers.get('content-disposition')!,
      /^attachment; filename\*=UTF-8''[\w%.~!-]+$/,
    )
    assert.deepEqual(
      [
        download.headers.get('x-content-type-options'),
        download.headers.get('content-security-policy'),
      ],
      [
        'nosniff',
        `sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
      ],
    )
  }
})

test('a text that was attached says in which characters it is written', async () => {
  const sent = async (bytes: number[] | string) => {
    const path = `/api/files/conversation-attachment/${talk.id}?part=self&field=selfBest&name=a.txt`
    const headers = { 'content-type': 'application/octet-stream' }
    const body = Buffer.from(bytes as string)
    const taken = await employee.send(path, { method: 'POST', body, headers })
    const { json } = (await taken.json()) as { json: { id: string } }
    const { headers: said } = await employee.send(`/api/files/attachment/${json.id}`)
    return said.get('content-type')
  }
  assert.deepEqual(
    [await sent('促膝'), await sent([0xb4, 0xd9, 0xcf, 0xa5]), await sent([0x61, 0xff, 0x62])],
    ['text/plain; charset=UTF-8', 'text/plain; charset=GB18030', 'application/octet-stream'],
  )
})
