import { test } from 'node:test'
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { fromBase64, toHex, utf8, type Bytes } from '../bytes/rules.ts'
import {
  checkNote,
  isKeyName,
  keyId,
  readCheckpoint,
  readKey,
  readNote,
  readProof,
  writeCheckpoint,
  writeKey,
  writeNote,
  writeProof,
  type Key,
} from './rules.ts'

function newKey(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  return { privateKey, key: { name, publicKey: raw } satisfies Key }
}

const hash = (fill: number): Bytes => new Uint8Array(32).fill(fill)

test('the key of the Go checksum database has the id that is printed with it', () => {
  const written = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
  const key = readKey(written)
  assert.ok(key)
  assert.equal(toHex(keyId(key)), '033de0ae')
  assert.equal(writeKey(key), written)
})

test('a note signed by the published example key is accepted, and by nobody else', async () => {
  // Key and note: golang.org/x/mod/sumdb/note, package example; the seed is public on purpose.
  const skey = fromBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz')!.slice(1)
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), skey])
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const publicKey = Uint8Array.from(
    createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32),
  )
  const key = { name: 'PeterNeumann', publicKey }
  assert.equal(writeKey(key), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const note = writeNote({
    text,
    signatures: [
      {
        name: key.name,
        keyId: keyId(key),
        signature: Uint8Array.from(sign(null, utf8(text), privateKey)),
      },
    ],
  })
  assert.equal(
    note,
    `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
  )
  const read = readNote(note)!
  assert.equal(await checkNote(read, key), 'valid')
  assert.equal(await checkNote(read, newKey('PeterNeumann').key), 'missing')
  assert.equal(await checkNote({ ...read, text: `${text}!\n` }, key), 'invalid')
})

test('a second signature by a witness we do not know changes nothing', async () => {
  const log = newKey('demo/cuxi/org/1')
  const witness = newKey('union.example')
  const text = writeCheckpoint({ origin: log.key.name, size: 7, root: hash(7) })
  const lineBy = ({ key, privateKey }: typeof log) => ({
    name: key.name,
    keyId: keyId(key),
    signature: Uint8Array.from(sign(null, utf8(text), privateKey)) as Bytes,
  })
  const note = readNote(writeNote({ text, signatures: [lineBy(log), lineBy(witness)] }))!
  assert.equal(note.signatures.length, 2)
  assert.equal(await checkNote(note, log.key), 'valid')
  assert.equal(await checkNote(note, witness.key), 'valid')
})

test('checkpoints, notes, keys and proofs are read in one spelling only', () => {
  const { key } = newKey('demo/cuxi/0192/1')
  const checkpointText = writeCheckpoint({ origin: key.name, size: 12, root: hash(1) })
  const note = writeNote({
    text: checkpointText,
    signatures: [{ name: key.name, keyId: keyId(key), signature: new Uint8Array(64) }],
  })
  const proof = writeProof({ index: 11, hashes: [hash(2), hash(3)], checkpoint: note })
  assert.ok(proof.startsWith('c2sp.org/tlog-proof@v1\nindex 11\nAgIC'))
  assert.deepEqual(readProof(proof), { index: 11, hashes: [hash(2), hash(3)], checkpoint: note })
  assert.equal(readProof(writeProof({ index: 0, hashes: [], checkpoint: note }))?.checkpoint, note)
  const odd: [string, unknown][] = [
    ['a leading zero', readCheckpoint(checkpointText.replace('\n12\n', '\n012\n'))],
    ['an extension line', readCheckpoint(`${checkpointText}more\n`)],
    ['no last line feed', readNote(note.slice(0, -1))],
    ['a carriage return', readNote(note.replace('\n\n', '\r\n\n'))],
    ['a hyphen for the dash', readNote(note.replace('—', '-'))],
    ['an extra line in a proof', readProof(proof.replace('index', 'extra AAAA\nindex'))],
    ['a short hash', readProof(proof.replace('AgICAgIC', ''))],
    ['a changed key id', readKey(writeKey(key).replace(toHex(keyId(key)), '00000000'))],
  ]
  for (const [what, result] of odd) assert.equal(result, null, what)
  assert.ok(!isKeyName('a b') && !isKeyName('a+b') && !isKeyName('') && !isKeyName('a\u3000b'))
})

test('whatever is written is read back, and one flipped bit never reads as the same', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1e9 }),
      fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 8 }),
      fc.nat(),
      fc.integer({ min: 0, max: 7 }),
      (index, hashes, at, bit) => {
        const written = utf8(writeProof({ index, hashes: hashes as Bytes[], checkpoint: 'x\n' }))
        assert.deepEqual(readProof(new TextDecoder().decode(written)), {
          index,
          hashes,
          checkpoint: 'x\n',
        })
        const flipped = Uint8Array.from(written, (b, i) =>
          i === at % written.length ? b ^ (1 << bit) : b,
        )
        const read = readProof(new TextDecoder().decode(flipped))
        assert.notDeepEqual(read, { index, hashes, checkpoint: 'x\n' })
      },
    ),
  )
})
