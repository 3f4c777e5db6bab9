import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { Transformer } from '@napi-rs/image'
import { bySession, throughDoor } from '../../../app/door.ts'
import { openFiles, type Files } from '../../../platform/files.ts'
import { openScanner } from '../../../platform/scanner.ts'
import type { Context } from '../../accounts/policy.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { answersTo, talkBetween, type Talk } from '../../../test/support/talks.ts'
import { scanHeld } from './holding/reactions.ts'
import { addAttachment, attachmentFile } from './handlers.ts'
import { largestFile } from './rules.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const text = (words: string) => new TextEncoder().encode(words)

/** Work behind the door as somebody, with other files where a scanner stands before them. */
async function behind<T>(
  story: Story,
  someone: Someone,
  work: (context: Context) => Promise<T>,
  files: Files = story.services.files,
): Promise<T> {
  await story.as(someone).accounts.me()
  return throughDoor(
    { ...story.services, files },
    bySession({ token: `token-${someone.accountId}`, ip: '10.0.0.7', userAgent: 'test' }),
    story.clock.now,
    work,
  )
}

const add = (
  story: Story,
  someone: Someone,
  talk: Talk,
  what: { part: string; fieldKey?: string; name?: string; bytes?: Uint8Array },
  files?: Files,
) =>
  behind(
    story,
    someone,
    (context) =>
      addAttachment(context, {
        conversationId: talk.id,
        fieldKey: 'materials',
        name: '记录.txt',
        bytes: text('说定了三件事'),
        ...what,
      }),
    files,
  )

const download = (story: Story, someone: Someone, id: string, files?: Files) =>
  behind(story, someone, (context) => attachmentFile(context, id), files)

const listed = async (story: Story, someone: Someone, talk: Talk) =>
  (await story.as(someone).conversations.get({ id: talk.id })).attachments

const picture = (width = 8, height = 4) =>
  Transformer.fromRgbaPixels(new Uint8Array(width * height * 4).fill(200), width, height)

/** A JPEG that says it was taken sideways, and where. */
async function sideways(): Promise<Buffer> {
  const plain = await picture().jpeg()
  const tiff = Buffer.alloc(26 + 12)
  tiff.write('Exif\0\0MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 10)
  tiff.writeUInt16BE(1, 14)
  tiff.writeUInt16BE(0x0112, 16)
  tiff.writeUInt16BE(3, 18)
  tiff.writeUInt32BE(1, 20)
  tiff.writeUInt16BE(6, 24)
  const body = Buffer.concat([tiff, text('GPS 31.2304 121.4737')])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)])
}

/** A zip of some files, each deflated; `claim` is the size the table of contents states. */
function zip(files: { name: string; bytes: Uint8Array; claim?: number }[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, claim = bytes.length } of files) {
    const packed = deflateRawSync(bytes)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(claim, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, text(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, text(name)]),
    )
    locals.push(local)
    at += local.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...directory, end])
}
const word = (more: Parameters<typeof zip>[0] = []) =>
  zip([
    { name: '[Content_Types].xml', bytes: text('<Types/>') },
    { name: 'word/document.xml', bytes: text('<document/>') },
    ...more,
  ])

test('what hangs on a field for one’s own eyes is nobody else’s: not in lists, downloads or the record', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'agreed')
    const field = talk.template.sections
      .flatMap((section) => section.fields.map((each) => ({ ...each, part: section.part })))
      .find(({ readers, part }) => readers === 'authorOnly' && part === 'manager')!
    const shared = await add(story, talk.manager, talk, { part: 'talk', name: '共有.txt' })
    const own = await add(story, talk.manager, talk, {
      part: 'manager',
      fieldKey: field.key,
      name: '只给自己.txt',
    })
    assert.deepEqual(
      (await listed(story, talk.manager, talk)).map(({ label }) => label),
      ['共有.txt', '只给自己.txt'],
    )
    assert.deepEqual(
      (await listed(story, talk.employee, talk)).map(({ label }) => label),
      ['共有.txt'],
    )
    assert.equal((await download(story, talk.manager, own.id))?.name, '只给自己.txt')
    assert.equal((await download(story, talk.employee, shared.id))?.name, '共有.txt')
    assert.equal(await download(story, talk.employee, own.id), null)
    await assert.rejects(
      story.as(talk.employee).conversations.removeAttachment({ id: talk.id, attachmentId: own.id }),
      { code: 'NOT_FOUND' },
    )
    await story.as(talk.manager).conversations.present({ id: talk.id })
    const { page } = await story.as(talk.manager).conversations.readPage({ id: talk.id })
    assert.ok(JSON.stringify(page).includes('共有.txt'))
    assert.ok(!JSON.stringify(page).includes('只给自己.txt'))
  }))

test('an attachment goes only as long as its words could be changed, and every coming and going leaves a trace', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const { conversations } = story.as(talk.employee)
    const { id: attachmentId } = await add(story, talk.employee, talk, { part: 'self' })
    const remove = () => conversations.removeAttachment({ id: talk.id, attachmentId })
    const restore = () => conversations.restoreAttachment({ id: talk.id, attachmentId })
    await remove()
    await remove()
    assert.deepEqual(await listed(story, talk.employee, talk), [])
    assert.equal((await restore()).id, attachmentId)
    for (let n = 1; n < 60; n++)
      await conversations.addLink({
        id: talk.id,
        part: 'self',
        fieldKey: 'materials',
        link: `https://example.com/${n}`,
        label: '',
      })
    await remove()
    await conversations.addLink({
      id: talk.id,
      part: 'self',
      fieldKey: 'materials',
      link: 'https://example.com/60',
      label: '',
    })
    await assert.rejects(restore(), refused('conversations.tooManyAttachments'))
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('event')
        .select(['kind', 'data'])
        .where('subjectId', '=', talk.id)
        .where('kind', 'like', 'conversation.attachment%')
        .orderBy('id')
        .execute(),
    )
    assert.deepEqual(
      rows.map(({ kind, data }) => [kind, data]),
      ['Removed', 'Restored', 'Removed'].map((what) => [
        `conversation.attachment${what}`,
        { part: 'self', attachmentId },
      ]),
    )
  }))

test('what was handed in with a submitted part stays with it', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const { id: attachmentId } = await add(story, talk.employee, talk, { part: 'self' })
    await talkOn(story, talk)
    const { conversations } = story.as(talk.employee)
    await assert.rejects(
      conversations.removeAttachment({ id: talk.id, attachmentId }),
      refused('conversations.alreadySubmitted'),
    )
    const [shown] = await listed(story, talk.employee, talk)
    assert.equal(shown?.removeRefusal, 'conversations.alreadySubmitted')
    await conversations.withdrawPart({ id: talk.id, part: 'self' })
    await conversations.removeAttachment({ id: talk.id, attachmentId })
    assert.deepEqual(await listed(story, talk.employee, talk), [])
  }))

test('a photograph is kept upright and without where it was taken', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const { id } = await add(story, talk.manager, talk, {
      part: 'talk',
      name: '照片.jpg',
      bytes: await sideways(),
    })
    const { bytes } = (await download(story, talk.manager, id))!
    const kept = Buffer.from(bytes)
    assert.equal(kept.includes('GPS'), false)
    assert.equal(kept.includes('Exif'), false)
    const { width, height } = await new Transformer(kept).metadata()
    assert.deepEqual([width, height], [4, 8])
  }))

test('#25: what would act, burst or deceive is refused in words or made harmless', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'talk')
    const png = await picture().png()
    const huge = Buffer.from(png)
    huge.writeUInt32BE(60_000, 16)
    huge.writeUInt32BE(60_000, 20)
    const cases: [name: string, bytes: Uint8Array, refusal: string][] = [
      ['图.svg', text('<svg onload="alert(1)"/>'), 'fileKind'],
      ['网页.png', text('<html><script>alert(1)</script>'), 'fileNotWhatItSays'],
      ['两面.pdf', text('%PDF-1.7\n%%EOF\n<script>alert(1)</script>'), 'fileNotWhatItSays'],
      ['大图.png', huge, 'pictureTooLarge'],
      ['坏图.png', png.subarray(0, 40), 'pictureBroken'],
      ['坏图.jpg', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4]), 'pictureBroken'],
      ['坏图.webp', text('RIFF....WEBPVP8 '), 'pictureBroken'],
      ['半个.docx', word().subarray(0, -30), 'fileBroken'],
      [
        '炸弹.docx',
        word([{ name: 'word/media/a.bin', bytes: new Uint8Array(30_000_000) }]),
        'fileUnpacksTooLarge',
      ],
      [
        '谎报.docx',
        word([{ name: 'word/media/a.bin', bytes: new Uint8Array(30_000_000), claim: 1000 }]),
        'fileBroken',
      ],
      ['出格.docx', word([{ name: '../../etc/x', bytes: text('x') }]), 'fileBroken'],
      ['带宏.docx', word([{ name: 'word/vbaProject.bin', bytes: text('x') }]), 'fileMacros'],
      ['大.pdf', new Uint8Array(largestFile + 1), 'fileTooLarge'],
    ]
    for (const [name, bytes, refusal] of cases)
      await assert.rejects(
        add(story, talk.manager, talk, { part: 'talk', name, bytes }),
        refused(`conversations.${refusal}`),
        name,
      )
    assert.deepEqual(await listed(story, talk.manager, talk), [])

    // A picture that is also a page comes out as a picture and nothing else.
    const both = await add(story, talk.manager, talk, {
      part: 'talk',
      name: '../../CON.png',
      bytes: Buffer.concat([png, text('<script>alert(1)</script>')]),
    })
    const kept = (await download(story, talk.manager, both.id))!
    assert.equal(kept.name, '_CON.png')
    assert.equal(Buffer.from(kept.bytes).includes('script'), false)
    const letter = await add(story, talk.manager, talk, {
      part: 'talk',
      name: '信\u0000.docx',
      bytes: word(),
    })
    assert.equal((await download(story, talk.manager, letter.id))?.name, '信.docx')
  }))

/** A clamd of a few lines: answers by what it is sent, or not at all. */
async function fakeClamd() {
  const state = { silent: false }
  const server = createServer((socket) => {
    const heard: Buffer[] = []
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard.push(chunk)
      const all = Buffer.concat(heard)
      if (state.silent || !all.subarray(-4).equals(Buffer.alloc(4))) return
      assert.equal(all.subarray(0, 10).toString('latin1'), 'zINSTREAM\0')
      socket.end(all.includes('EICAR') ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    state,
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((done) => server.close(done)),
  }
}

test('E26: what the scanner refuses is not taken; while it is away files are held, and judged when it is back', () =>
  scenario(async (story) => {
    const clamd = await fakeClamd()
    const { dataDir } = story.services.config
    const files = openFiles(dataDir, openScanner(clamd.address, 300))
    const services = { database: story.services.database, files }
    const talk = await talkBetween(story, 'agreed')
    const send = (name: string, words: string) =>
      add(story, talk.manager, talk, { part: 'talk', name, bytes: text(words) }, files)

    assert.equal((await send('一.txt', '平常的话')).state, 'ready')
    await assert.rejects(send('二.txt', 'EICAR'), refused('conversations.fileInfected'))

    clamd.state.silent = true
    const clean = await send('三.txt', '也平常')
    const bad = await send('四.txt', '藏着 EICAR')
    assert.deepEqual([clean.state, bad.state], ['held', 'held'])
    await assert.rejects(
      download(story, talk.manager, clean.id, files),
      refused('conversations.fileHeld'),
    )
    await assert.rejects(
      story.as(talk.manager).conversations.present({ id: talk.id }),
      refused('conversations.unready'),
    )
    await assert.rejects(scanHeld(services, story.clock.now), /cannot be reached/)

    clamd.state.silent = false
    await scanHeld(services, story.clock.now)
    await scanHeld(services, story.clock.now)
    assert.deepEqual(
      (await listed(story, talk.employee, talk)).map(({ label, state }) => [label, state]),
      [
        ['一.txt', 'ready'],
        ['三.txt', 'ready'],
        ['四.txt', 'infected'],
      ],
    )
    assert.equal((await download(story, talk.employee, clean.id, files))?.name, '三.txt')
    await assert.rejects(
      download(story, talk.manager, bad.id, files),
      refused('conversations.fileInfected'),
    )
    const { fileId } = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('attachment')
        .select('fileId')
        .where('id', '=', bad.id)
        .executeTakeFirstOrThrow(),
    )
    const again = await story.services.database.inOrg(story.orgId, (db) =>
      files.rescan(db, story.orgId, fileId!, story.clock.now),
    )
    assert.equal(again, 'infected', 'its bytes are gone')
    await story.as(talk.manager).conversations.present({ id: talk.id })
    const { page } = await story.as(talk.manager).conversations.readPage({ id: talk.id })
    assert.ok(!JSON.stringify(page).includes('四.txt'))
    await clamd.stop()
  }))

/** The employee hands in the self-assessment. */
async function talkOn(story: Story, talk: Talk) {
  await story.as(talk.employee).conversations.saveAnswers({
    id: talk.id,
    part: 'self',
    answers: answersTo(talk.template, 'self', '自己的话').map(({ fieldKey, value, version }) => ({
      fieldKey,
      value,
      version,
    })),
    submit: true,
    clientId: crypto.randomUUID(),
  })
}

test('E08: while a record is amended files are added to what was named, and to nothing else', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed')
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const { id } = await story.as(story.hr).conversations.amending.ask({
      conversationId: talk.id,
      reason: '约定里的数字写错了一位',
      parts: ['agreement'],
    })
    await story.as(second).conversations.amending.decide({ id, approve: true })
    await assert.rejects(
      add(story, talk.manager, talk, { part: 'talk' }),
      refused('conversations.amending.notThisPart'),
    )
    await add(story, talk.manager, talk, { part: 'agreement', name: '新的数字.txt' })
    assert.deepEqual(
      (await listed(story, talk.employee, talk)).map(({ label }) => label),
      ['新的数字.txt'],
    )
  }))
