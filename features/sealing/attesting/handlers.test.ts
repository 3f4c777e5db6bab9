import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { hasOpenssl, openAuthority } from '../../../test/support/authority.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { openWitness } from '../../../test/support/witness.ts'
import { newId } from '../../../platform/ids.ts'
import { seal } from '../handlers.ts'
import { startEpoch } from '../log/epochs/handlers.ts'
import { readCheckpoint, readNote } from '../note/rules.ts'
import { openSealed } from '../queries.ts'
import { NoTimestamp } from '../timestamps/handlers.ts'
import { NoWitness } from '../witness/handlers.ts'
import { writeWitnessKey } from '../witness/rules.ts'
import {
  alarmIfLate,
  handOutDay,
  timestampNewest,
  witnessNewest,
  type Outside,
} from './handlers.ts'
import { attestingJobs, attestQueue } from './reactions.ts'

const skip = hasOpenssl() ? false : 'openssl is not installed here'
let authority: Awaited<ReturnType<typeof openAuthority>>
before(async () => {
  if (!skip) authority = await openAuthority()
})
after(() => authority?.close())

const nobody: Outside = { authority: null, witness: null, checkpointDir: null }
const stamping = (): Outside => ({
  ...nobody,
  authority: { url: authority.url, policy: null, trusted: authority.root },
})

/** A record of nobody in particular is sealed by the system. */
async function sealed(story: Story): Promise<string> {
  const { orgId, services } = story
  const recordId = newId()
  await services.database.inOrg(orgId, (db) =>
    seal(
      db,
      { orgId, actorId: null, now: new Date() },
      {
        recordId,
        version: 1,
        record: { title: '记录' },
        participants: [],
      },
    ),
  )
  return recordId
}

const judged = async ({ services, orgId }: Story, recordId: string) => {
  const opened = await services.database.inOrg(orgId, (db) => openSealed(db, orgId, recordId, 1))
  return opened!.verification
}
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)

test(
  'a timestamp over the checkpoint makes a record W3, and every record before it',
  { skip },
  () =>
    scenario(async (story) => {
      const { database } = story.services
      const [first, second] = [await sealed(story), await sealed(story)]
      assert.equal((await judged(story, first)).facts?.level, 'W0')
      authority.behave('honest')
      await timestampNewest(database, story.orgId, stamping(), new Date())
      const third = await sealed(story)
      for (const id of [first, second]) {
        const { verdict, facts, findings } = await judged(story, id)
        assert.deepEqual([verdict, facts?.level], ['intact', 'W3'])
        assert.ok(
          findings.some(
            ({ key, params }) => key === 'timestampValid' && params.authority === 'Test TSA',
          ),
        )
      }
      assert.equal((await judged(story, third)).facts?.level, 'W0')
    }),
)

test('the authority is asked once an hour, and only about something new', { skip }, () =>
  scenario(async (story) => {
    const { database } = story.services
    const stamp = (at: Date) => timestampNewest(database, story.orgId, stamping(), at)
    authority.behave('honest')
    const asked = authority.asked()
    await stamp(new Date())
    await sealed(story)
    await stamp(new Date())
    await stamp(inHours(2))
    assert.equal(authority.asked() - asked, 1)
    await sealed(story)
    await stamp(inHours(0.5))
    assert.equal(authority.asked() - asked, 1)
    await stamp(inHours(1))
    assert.equal(authority.asked() - asked, 2)
  }),
)

test(
  'while the authority fails records wait, nothing takes its place, and after a day it is said aloud',
  { skip },
  () =>
    scenario(async (story) => {
      const { database } = story.services
      const id = await sealed(story)
      for (const manner of ['old', 'wrongHash', 'html', 'unsigned', 'refuses'] as const) {
        authority.behave(manner)
        await assert.rejects(
          timestampNewest(database, story.orgId, stamping(), new Date()),
          NoTimestamp,
        )
        assert.deepEqual(await alarmIfLate(database, story.orgId, stamping(), inHours(23)), [])
      }
      assert.equal((await judged(story, id)).facts?.level, 'W0')
      assert.deepEqual(await alarmIfLate(database, story.orgId, stamping(), inHours(25)), [
        'timestamp',
      ])
      authority.behave('honest')
      await timestampNewest(database, story.orgId, stamping(), new Date())
      assert.equal((await judged(story, id)).facts?.level, 'W3')
      assert.deepEqual(await alarmIfLate(database, story.orgId, stamping(), inHours(25)), [])
    }),
)

test(
  'while the authority hangs, seals go on and records are 待时间戳; the next round gets their time',
  { skip },
  () =>
    scenario(async (story) => {
      const { services, orgId } = story
      const run = attestingJobs({ database: services.database, config: stamping() })[attestQueue]!
      process.env.CUXI_TSA_URL = authority.url
      try {
        const ids = [await sealed(story)]
        authority.behave('hangs')
        const before = authority.asked()
        const round = run({ org: orgId })
        const told = assert.rejects(round, NoTimestamp)
        while (authority.asked() === before) await pause(10)
        for (let n = 0; n < 3; n++) ids.push(await sealed(story))
        for (const id of ids) {
          const { verdict, facts, findings } = await judged(story, id)
          assert.deepEqual([verdict, facts?.level], ['intact', 'W0'])
          assert.ok(findings.some(({ key, ok }) => key === 'timestampWaits' && ok === null))
        }
        authority.hangUp()
        await told
        authority.behave('wrongHash')
        await assert.rejects(run({ org: orgId }), NoTimestamp)
        const kept = await services.database.inOrg(orgId, (db) =>
          db.selectFrom('logAttestation').select('kind').execute(),
        )
        assert.deepEqual(kept, [], 'neither a lie nor a clock of our own took its place')
        authority.behave('honest')
        await run({ org: orgId })
        for (const id of ids) assert.equal((await judged(story, id)).facts?.level, 'W3')
      } finally {
        delete process.env.CUXI_TSA_URL
      }
    }),
)

test('a witness cosigns each checkpoint that extends the last, and the record says W2', () =>
  scenario(async (story) => {
    const { database } = story.services
    const witness = await openWitness()
    process.env.CUXI_WITNESS_URL = witness.url
    process.env.CUXI_WITNESS_KEY = witness.key
    try {
      const outside = { ...nobody, witness }
      const id = await sealed(story)
      await witnessNewest(database, story.orgId, outside, new Date())
      for (let i = 0; i < 4; i++) await sealed(story)
      await witnessNewest(database, story.orgId, outside, inHours(2))
      const { verdict, facts, findings } = await judged(story, id)
      assert.deepEqual([verdict, facts?.level], ['intact', 'W2'])
      assert.ok(findings.some(({ key }) => key === 'cosigned'))
      witness.setDown(true)
      await sealed(story)
      await assert.rejects(witnessNewest(database, story.orgId, outside, inHours(4)), NoWitness)
    } finally {
      delete process.env.CUXI_WITNESS_URL
      delete process.env.CUXI_WITNESS_KEY
      witness.close()
    }
  }))

/** What a witness was asked and answered, where it did not agree. */
const disputesOf = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, (db) =>
    db.selectFrom('witnessDispute').select(['status', 'asked', 'answered']).orderBy('id').execute(),
  )

/** What the log calls itself. */
const originOf = async ({ services, orgId }: Story) => {
  const { note } = await services.database.inOrg(orgId, (db) =>
    db.selectFrom('logCheckpoint').select('note').limit(1).executeTakeFirstOrThrow(),
  )
  return readCheckpoint(readNote(note)!.text)!.origin
}

for (const [what, known, status, answered] of [
  ['a longer log', 9, 409, '9\n'],
  ['another log of the same length', 2, 409, '2\n'],
  ['a shorter log that is not the beginning of ours', 1, 422, 'inconsistent\n'],
] as const)
  test(`a witness that was shown ${what} is believed: its words are kept, sealing stops, reading goes on`, () =>
    scenario(async (story) => {
      const { orgId, services, hr } = story
      const witness = await openWitness()
      try {
        const first = await sealed(story)
        await sealed(story)
        const origin = await originOf(story)
        witness.remember(origin, known, Buffer.alloc(32, 1).toString('base64'))
        const config = { ...nobody, witness }
        const run = attestingJobs({ database: services.database, config })[attestQueue]!
        await run({ org: orgId })
        await run({ org: orgId })
        const kept = await disputesOf(story)
        assert.deepEqual(
          kept.map((each) => [each.status, each.answered]),
          [[status, answered]],
        )
        assert.ok(kept[0]!.asked.includes(origin))
        await assert.rejects(sealed(story), { message: 'sealing.logDisputed' })
        const { verdict } = await judged(story, first)
        assert.equal(verdict, 'intact')
        const { disputes, paused } = await story.as(hr).checkpoints.list()
        assert.deepEqual(
          [disputes, paused],
          [
            1,
            { reason: 'sealing.logDisputed', params: { witness: 'witness.example/union', known } },
          ],
        )
        await services.database.inOrg(orgId, (db) => startEpoch(db, orgId, 'restored', new Date()))
        const after = await sealed(story)
        assert.equal((await judged(story, after)).verdict, 'intact')
        assert.equal((await story.as(hr).checkpoints.list()).paused, null)
      } finally {
        witness.close()
      }
    }))

test('another node that was only quicker to ask the witness is no second history', () =>
  scenario(async (story) => {
    const { orgId, services } = story
    await sealed(story)
    const key = writeWitnessKey({ name: 'witness.example/slow', publicKey: new Uint8Array(32) })
    // While this node asks, the other one seals and has that cosigned.
    const server = createServer(async (request, response) => {
      request.resume()
      await sealed(story)
      response.writeHead(409).end('2\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const outside = { ...nobody, witness: { url: `http://127.0.0.1:${port}`, key } }
    try {
      await assert.rejects(
        witnessNewest(services.database, orgId, outside, new Date()),
        /sealed meanwhile/,
      )
      assert.deepEqual(await disputesOf(story), [])
      await sealed(story)
    } finally {
      server.close()
    }
  }))

test('the checkpoint of a day is written once into the folder for others', () =>
  scenario(async (story) => {
    const { services, orgId } = story
    const folder = mkdtempSync(join(tmpdir(), 'cuxi-days-'))
    const outside = { ...nobody, checkpointDir: folder }
    const org = { id: orgId, timezone: 'Asia/Shanghai' }
    const at = new Date('2026-11-20T17:00:00Z')
    try {
      await handOutDay(services.database, org, outside, at)
      assert.ok(!existsSync(join(folder, orgId)))
      await sealed(story)
      await handOutDay(services.database, org, outside, at)
      await sealed(story)
      await handOutDay(services.database, org, outside, at)
      await handOutDay(services.database, org, outside, new Date('2026-11-21T17:00:00Z'))
      assert.deepEqual(readdirSync(join(folder, orgId)), [
        '2026-11-21.checkpoint',
        '2026-11-22.checkpoint',
      ])
      const sizes = ['2026-11-21', '2026-11-22'].map(
        (day) =>
          readCheckpoint(
            readNote(readFileSync(join(folder, orgId, `${day}.checkpoint`), 'utf8'))!.text,
          )!.size,
      )
      assert.deepEqual(sizes, [1, 2])
    } finally {
      rmSync(folder, { recursive: true })
    }
  }))

test(
  'the job asks all of them, and fails when one failed, so that it is tried again',
  { skip },
  () =>
    scenario(async (story) => {
      const { services, orgId } = story
      const witness = await openWitness()
      try {
        await sealed(story)
        authority.behave('refuses')
        const config = { ...stamping(), witness }
        const run = attestingJobs({ database: services.database, config })[attestQueue]!
        await assert.rejects(run({ org: orgId }), NoTimestamp)
        assert.equal(witness.asked(), 1)
        authority.behave('honest')
        await run({ org: orgId })
        await run({ org: newId() })
      } finally {
        witness.close()
      }
    }),
)
