import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newAuthenticator, type Odd } from '../../../../test/support/authenticator.ts'
import { newLog } from '../../../../test/support/evidence.ts'
import { toHex, utf8 } from '../../bytes/rules.ts'
import { canonicalText, type JsonObject } from '../../canonical/rules.ts'
import { hashOf, inclusionRanges, leafHash, nodeHash, type NodeRef } from '../../log/rules.ts'
import { writeCheckpoint, writeProof } from '../../note/rules.ts'
import {
  commitment,
  leafBytes,
  outcomes,
  shownHash,
  type Outcome,
  type SealedSignature,
} from '../../rules.ts'
import type { Assertion, Enrolment } from '../../signing/assertion/contract.ts'
import { KEY_SCHEMA, signingChallenge, toBase64url } from '../../signing/assertion/rules.ts'
import { publicHalf } from '../../signing/keys/handlers.ts'
import { personalFindings, type Sealed } from './rules.ts'

const record: JsonObject = {
  title: '2026 年度结果面谈',
  fields: [{ text: '网关迁移 9 月 12 日完成' }],
}
const recordPid = 'c0ffee00-0000-4000-8000-000000000001'
const salt = new Uint8Array(32).fill(7)
const rpId = 'hr.example.cn'
const origin = 'https://hr.example.cn'
const log = newLog()

/** A log of five leaves, the given ones in their places: its signed checkpoint, and proofs under it. */
function logWith(leaves: Record<number, string>, of = log) {
  const size = 5
  const hashes = Array.from({ length: size }, (_, i) => leafHash(utf8(leaves[i] ?? `other ${i}`)))
  const read = ({ level, index: at }: NodeRef): Uint8Array<ArrayBuffer> =>
    level === 0
      ? hashes[at]!
      : nodeHash(
          read({ level: level - 1, index: at * 2 }),
          read({ level: level - 1, index: at * 2 + 1 }),
        )
  const checkpoint = of.signNote(
    writeCheckpoint({ origin: of.key.name, size, root: hashOf({ from: 0, to: size }, read) }),
  )
  const proofOf = (index: number) =>
    writeProof({
      index,
      hashes: inclusionRanges(index, size).map((range) => hashOf(range, read)),
      checkpoint,
    })
  return { checkpoint, proofOf }
}

type Key = {
  device: ReturnType<typeof newAuthenticator>
  half: Awaited<ReturnType<typeof publicHalf>>
}

/** A key as its owner has it: a device, and the public half that the server got to know. */
async function newKey(kind: 'ES256' | 'EdDSA' | 'RS256' = 'ES256'): Promise<Key> {
  const device = newAuthenticator({ kind, origin })
  const algorithm = { ES256: -7, EdDSA: -8, RS256: -257 }[kind]
  return {
    device,
    half: await publicHalf({ credentialId: device.id, publicKey: device.publicKey, algorithm }),
  }
}

/** How a key came into the log. */
function entered(
  { half }: Key,
  {
    name = '陈一鸣',
    at = '2026-11-01T02:00:00.000Z',
    by = 'password' as 'password' | 'passkey',
    index = 1,
    of = log,
  } = {},
): Enrolment {
  const document = canonicalText({
    schema: KEY_SCHEMA,
    org: '0199aa00-0000-7000-8000-000000000001',
    key_pid: 'k1',
    version: 1,
    name,
    employee_no: 'H001',
    ...half,
    rp_id: rpId,
    backup_eligible: false,
    backed_up: false,
    vouched_by: by,
    added_at: at,
  })
  const leaf = leafBytes({
    v: 1,
    kind: 'key',
    record_pid: 'k1',
    version: 1,
    commit: toHex(commitment(salt, utf8(document))),
    prev: null,
    actor_pid: 'p1',
    level: 'S1',
    t: at,
  })
  return {
    document,
    salt: toHex(salt),
    leaf: new TextDecoder().decode(leaf),
    log: of.key.name,
    index,
  }
}

/** What was signed, and with what. */
function signed(
  key: Key,
  {
    outcome = 'readWithReservation' as Outcome,
    version = 2,
    statement = '我保留意见' as string | null,
    enrolment = entered(key),
    odd = {} as Odd,
  } = {},
): SealedSignature {
  const challenge = toBase64url(
    signingChallenge({ record, recordPid, version, role: 'employee', outcome, statement }, salt),
  )
  const { response } = key.device.get({ challenge, rpId }, odd)
  const assertion: Assertion = {
    ...key.half,
    authenticator_data: response.authenticatorData,
    client_data: response.clientDataJSON,
    signature: response.signature,
    salt: toHex(salt),
    enrolment,
  }
  return {
    person_pid: 'p1',
    name: '陈一鸣',
    role: 'employee',
    level: 'S2',
    outcome,
    words: outcomes[outcome],
    statement,
    at: '2026-11-20T07:06:41.120Z',
    ip: '10.0.3.18',
    user_agent: 'Mozilla/5.0',
    shown_hash: shownHash(record),
    recorded_by_pid: null,
    assertion,
  }
}

/** The record around a signature, in a log where the signer's key lies in its place. */
function sealedWith({ assertion }: SealedSignature, changes: Partial<Sealed> = {}): Sealed {
  const { leaf = '', index = 1 } = assertion?.enrolment ?? {}
  const { checkpoint, proofOf } = logWith({ [index]: leaf })
  return {
    record,
    recordPid,
    version: 2,
    leafIndex: 4,
    checkpoint,
    keyProofs: assertion ? [proofOf(index)] : [],
    ...changes,
  }
}

const keysOf = async (signature: SealedSignature, changes: Partial<Sealed> = {}) =>
  (await personalFindings([signature], sealedWith(signature, changes))).map(
    ({ ok, key }) => `${ok} ${key}`,
  )

test('a signature with one’s own key holds, with each kind of key', async () => {
  for (const kind of ['ES256', 'EdDSA', 'RS256'] as const)
    assert.deepEqual(
      await keysOf(signed(await newKey(kind))),
      ['true assertionValid', 'true keyEnteredByPassword'],
      kind,
    )
})

test('abuse 6: an assertion for version 2, or for another answer, is nothing for this one', async () => {
  const key = await newKey()
  const given = signed(key)
  assert.equal((await keysOf(given, { version: 3 }))[0], 'false assertionOfOther')
  const changed: [string, SealedSignature][] = [
    ['outcome', { ...given, outcome: 'agreed', words: outcomes.agreed }],
    ['statement', { ...given, statement: '没有意见' }],
    ['role', { ...given, role: 'manager' }],
  ]
  for (const [what, signature] of changed)
    assert.equal((await keysOf(signature))[0], 'false assertionOfOther', what)
  const other = { recordPid: 'c0ffee00-0000-4000-8000-000000000002' }
  assert.equal((await keysOf(given, other))[0], 'false assertionOfOther')
  const text = { record: { ...record, title: '2025 年度结果面谈' } }
  assert.equal((await keysOf(given, text))[0], 'false assertionOfOther')
})

test('abuse 5a: an assertion taken from elsewhere does not become an assent', async () => {
  const key = await newKey()
  const here = signed(key)
  const signIn = key.device.get({ challenge: 'c29tZSBzaWduLWlu', rpId }).response
  const reused = {
    ...here,
    assertion: {
      ...here.assertion!,
      client_data: signIn.clientDataJSON,
      authenticator_data: signIn.authenticatorData,
      signature: signIn.signature,
    },
  }
  assert.equal((await keysOf(reused))[0], 'false assertionOfOther')
  const dressed = {
    ...here,
    assertion: { ...here.assertion!, signature: signIn.signature },
  }
  assert.equal((await keysOf(dressed))[0], 'false assertionBroken')
})

test('abuse 5b: a key the log does not know, or knows as another’s, signs for nobody', async () => {
  const [own, forged] = [await newKey(), await newKey()]
  const borrowed = signed(forged, { enrolment: entered(own) })
  assert.deepEqual(await keysOf(borrowed), ['true assertionValid', 'false keyUnknownToLog'])
  const changed = entered(own)
  changed.document = changed.document.replace('陈一鸣', '周晓岚')
  assert.equal((await keysOf(signed(own, { enrolment: changed })))[1], 'false keyUnknownToLog')
  const another = signed(own, { enrolment: entered(own, { name: '周晓岚' }) })
  assert.equal((await keysOf(another))[1], 'false keyOfOther')
  const elsewhere = logWith({})
  const absent = { checkpoint: elsewhere.checkpoint, keyProofs: [elsewhere.proofOf(1)] }
  assert.equal((await keysOf(signed(own), absent))[1], 'false keyUnknownToLog')
  assert.equal((await keysOf(signed(own), { keyProofs: [] }))[1], 'false keyUnknownToLog')
})

test('abuse 5c, 5d: a key entered just before is said to be fresh, one entered later is found out', async () => {
  const key = await newKey()
  const fresh = { at: '2026-11-20T07:00:00.000Z' }
  const cases: [Parameters<typeof entered>[1], string][] = [
    [{}, 'true keyEnteredByPassword'],
    [{ by: 'passkey' }, 'true keyEnteredByPasskey'],
    [fresh, 'true keyFreshByPassword'],
    [{ ...fresh, by: 'passkey' }, 'true keyFreshByPasskey'],
    [{ at: '2026-11-20T08:00:00.000Z' }, 'false keyEntersLater'],
    // Back-dated: the time says before, its place in the log says after.
    [{ index: 4 }, 'false keyEntersLater'],
  ]
  for (const [how, expected] of cases)
    assert.equal(
      (await keysOf(signed(key, { enrolment: entered(key, how) })))[1],
      expected,
      JSON.stringify(how),
    )
})

test('a key entered in a log that has ended since is no proof either way', async () => {
  const older = newLog('test.example/cuxi/0199aa00-0000-7000-8000-000000000001/0')
  const key = await newKey()
  const signature = signed(key, { enrolment: entered(key, { of: older }) })
  assert.equal((await keysOf(signature))[1], 'null keyInOtherLog')
})

test('an answer for another site, from another page, or without its owner does not hold', async () => {
  const key = await newKey()
  const cases: [Odd, string][] = [
    [{ rpId: 'evil.example' }, 'assertionElsewhere'],
    [{ origin: 'https://evil.example' }, 'assertionElsewhere'],
    [{ origin: 'http://hr.example.cn' }, 'assertionElsewhere'],
    [{ verified: false }, 'assertionUnverified'],
  ]
  for (const [odd, flaw] of cases)
    assert.equal((await keysOf(signed(key, { odd })))[0], `false ${flaw}`, JSON.stringify(odd))
})

test('a level without its proof, and a proof without its level, are found out', async () => {
  const given = signed(await newKey())
  assert.deepEqual(await keysOf({ ...given, assertion: null }), ['false assertionMissing'])
  assert.deepEqual(await keysOf({ ...given, level: 'S1' }), ['false assertionMissing'])
  assert.deepEqual(await keysOf({ ...given, level: 'S1', assertion: null }), [])
})
