import { test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { type Bytes, utf8 } from '../bytes/rules.ts'
import {
  consistencyRanges,
  emptyRoot,
  hashOf,
  inclusionRanges,
  leafHash,
  nodeHash,
  nodesCompletedBy,
  provesConsistency,
  provesInclusion,
  provesSubtreeConsistency,
  provesSubtreeInclusion,
  rootOf,
  type NodeRef,
} from './rules.ts'

const vectors = new URL(
  '../../../../shared/data/vectors/merkle/rfc6962_proofs.jsonl',
  import.meta.url,
)

type Vector = { file: string; wantErr: boolean; proof: string[] | null } & Record<
  string,
  number & string
>
const bytes = (base64: string | undefined): Bytes =>
  Uint8Array.from(Buffer.from(base64 ?? '', 'base64'))

const kinds: Record<string, (v: Vector, proof: Bytes[]) => boolean> = {
  consistency: (v, proof) =>
    provesConsistency({
      olderSize: v.size1!,
      size: v.size2!,
      older: bytes(v.root1),
      newer: bytes(v.root2),
      proof,
    }),
  inclusion: (v, proof) =>
    provesInclusion({
      index: v.leafIdx!,
      size: v.treeSize!,
      leaf: bytes(v.leafHash),
      root: bytes(v.root),
      proof,
    }),
  subtreeconsistency: (v, proof) =>
    provesSubtreeConsistency({
      range: { from: v.start!, to: v.end! },
      size: v.size!,
      older: bytes(v.root1),
      newer: bytes(v.root2),
      proof,
    }),
  subtreeinclusion: (v, proof) =>
    provesSubtreeInclusion({
      index: v.leafIdx!,
      range: { from: v.start!, to: v.end! },
      leaf: bytes(v.leafHash),
      root: bytes(v.root),
      proof,
    }),
}

test('all 518 RFC 6962 vectors are judged as they should be', (t) => {
  if (!existsSync(vectors)) return t.skip('the shared vectors are not here')
  const lines = readFileSync(vectors, 'utf8').trim().split('\n')
  assert.equal(lines.length, 518)
  for (const line of lines) {
    const vector = JSON.parse(line) as Vector
    const check = kinds[vector.file.split('/')[0]!]!
    assert.equal(check(vector, (vector.proof ?? []).map(bytes)), !vector.wantErr, vector.file)
  }
})

/** A log kept as the database keeps it: complete nodes only, each computed once. */
function grow(size: number) {
  const nodes = new Map<string, Bytes>()
  const read = ({ level, index }: NodeRef) => {
    const node = nodes.get(`${level}/${index}`)
    assert.ok(node, `node ${level}/${index} is stored`)
    return node
  }
  for (let i = 0; i < size; i++) {
    for (const ref of nodesCompletedBy(i)) {
      const hash =
        ref.level === 0
          ? leafHash(utf8(`leaf ${i}`))
          : nodeHash(
              read({ level: ref.level - 1, index: ref.index * 2 }),
              read({ level: ref.level - 1, index: ref.index * 2 + 1 }),
            )
      nodes.set(`${ref.level}/${ref.index}`, hash)
    }
  }
  return read
}

function naiveRoot(leaves: Bytes[]): Bytes {
  if (leaves.length === 0) return emptyRoot()
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}

const flip = (hash: Uint8Array, at: number) =>
  Uint8Array.from(hash, (b, i) => (i === at % hash.length ? b ^ 1 : b))

test('in a tree of any size every leaf proves itself, and no changed byte does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (size, pick, at) => {
      const read = grow(size)
      const index = pick % size
      const root = rootOf(size, read)
      assert.deepEqual(
        root,
        naiveRoot(Array.from({ length: size }, (_, i) => leafHash(utf8(`leaf ${i}`)))),
      )
      const proof = inclusionRanges(index, size).map((range) => hashOf(range, read))
      const claim = { index, size, leaf: leafHash(utf8(`leaf ${index}`)), root, proof }
      assert.ok(provesInclusion(claim))
      assert.ok(!provesInclusion({ ...claim, leaf: flip(claim.leaf, at) }))
      assert.ok(!provesInclusion({ ...claim, root: flip(root, at) }))
      assert.ok(!provesInclusion({ ...claim, proof: [...proof, root] }))
      assert.ok(size === 1 || !provesInclusion({ ...claim, index: (index + 1) % size }))
      if (proof.length > 0) {
        const hurt = pick % proof.length
        assert.ok(
          !provesInclusion({
            ...claim,
            proof: proof.map((h, i) => (i === hurt ? flip(h, at) : h)),
          }),
        )
        assert.ok(!provesInclusion({ ...claim, proof: proof.slice(1) }))
      }
    }),
    { numRuns: 150 },
  )
})

test('a grown log proves that it only grew, and a rewritten one cannot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (size, pick, at) => {
      const read = grow(size)
      const olderSize = 1 + (pick % (size - 1))
      const proof = consistencyRanges(olderSize, size).map((range) => hashOf(range, read))
      const claim = {
        olderSize,
        size,
        older: rootOf(olderSize, read),
        newer: rootOf(size, read),
        proof,
      }
      assert.ok(provesConsistency(claim))
      assert.ok(!provesConsistency({ ...claim, older: flip(claim.older, at) }))
      assert.ok(!provesConsistency({ ...claim, newer: flip(claim.newer, at) }))
      assert.ok(!provesConsistency({ ...claim, older: sha256(claim.older) }))
    }),
    { numRuns: 150 },
  )
})
