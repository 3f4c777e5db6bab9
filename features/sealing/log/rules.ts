import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, equalBytes, type Bytes } from '../bytes/rules.ts'

/** A half-open run of leaves `[from, to)`. */
export type Range = { from: number; to: number }
/** A complete subtree of 2^level leaves; the `index`-th on its level. Leaves are level 0. */
export type NodeRef = { level: number; index: number }
export type ReadNode = (ref: NodeRef) => Bytes

/** RFC 6962 §2.1: hash of a leaf's bytes. */
export const leafHash = (leaf: Uint8Array): Bytes => sha256(concatBytes([Uint8Array.of(0), leaf]))
/** RFC 6962 §2.1: hash of an inner node. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Bytes =>
  sha256(concatBytes([Uint8Array.of(1), left, right]))
/** Root of the empty tree. */
export const emptyRoot = (): Bytes => sha256(new Uint8Array())

/** The largest power of two below n; where RFC 6962 cuts a tree of n > 1 leaves. */
export function cut(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** The complete subtrees a run of leaves falls into, left to right; the run must start where such a subtree may start. */
export function nodesOf({ from, to }: Range): NodeRef[] {
  const nodes: NodeRef[] = []
  for (let at = from; at < to;) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level++
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** Hash of a run of leaves from the stored nodes. */
export function hashOf(range: Range, read: ReadNode): Bytes {
  const hashes = nodesOf(range).map(read)
  return hashes.length === 0
    ? emptyRoot()
    : hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** Root of the tree's first `size` leaves. */
export const rootOf = (size: number, read: ReadNode): Bytes => hashOf({ from: 0, to: size }, read)

/** The nodes that become complete when leaf number `index` is added, the leaf itself first. */
export function nodesCompletedBy(index: number): NodeRef[] {
  const nodes: NodeRef[] = [{ level: 0, index }]
  for (let level = 1; (index + 1) % 2 ** level === 0; level++) {
    nodes.push({ level, index: (index + 1) / 2 ** level - 1 })
  }
  return nodes
}

/** RFC 6962 §2.1.1: the runs whose hashes prove leaf `index` in a tree of `size`, the leaf's sibling first. */
export function inclusionRanges(index: number, size: number, from = 0): Range[] {
  if (size <= 1) return []
  const k = cut(size)
  return index < k
    ? [...inclusionRanges(index, k, from), { from: from + k, to: from + size }]
    : [...inclusionRanges(index - k, size - k, from + k), { from, to: from + k }]
}

/** RFC 6962 §2.1.2: the runs whose hashes prove that the tree of `older` leaves is the beginning of the tree of `size`. */
export function consistencyRanges(older: number, size: number): Range[] {
  if (older === 0 || older >= size) return []
  return subproof(older, size, 0, true)
}

function subproof(older: number, size: number, from: number, isOldRoot: boolean): Range[] {
  if (older === size) return isOldRoot ? [] : [{ from, to: from + size }]
  const k = cut(size)
  return older <= k
    ? [...subproof(older, k, from, isOldRoot), { from: from + k, to: from + size }]
    : [...subproof(older - k, size - k, from + k, false), { from, to: from + k }]
}

/** A proof ends when every hash was used exactly once; this counts them. */
function reader(proof: readonly Uint8Array[]) {
  let next = 0
  return {
    take(): Uint8Array {
      const hash = proof[next++]
      if (!isHash(hash)) throw new BrokenProof()
      return hash
    },
    isUsedUp: () => next === proof.length,
  }
}
class BrokenProof extends Error {}

const isHash = (hash: Uint8Array | undefined): hash is Uint8Array => hash?.length === 32
const isCount = (...numbers: number[]) => numbers.every((n) => Number.isSafeInteger(n) && n >= 0)

function proves(check: () => boolean): boolean {
  try {
    return check()
  } catch (error) {
    if (error instanceof BrokenProof) return false
    throw error
  }
}

/** Is the leaf with this hash number `index` of the tree of `size` leaves with this root? */
export function provesInclusion(claim: {
  index: number
  size: number
  leaf: Uint8Array
  root: Uint8Array
  proof: readonly Uint8Array[]
}): boolean {
  const { index, size, leaf, root } = claim
  if (!isCount(index, size) || index >= size || !isHash(leaf) || !isHash(root)) return false
  const proof = reader(claim.proof)
  const climb = (i: number, n: number): Uint8Array => {
    if (n === 1) return leaf
    const k = cut(n)
    if (i < k) {
      const left = climb(i, k)
      return nodeHash(left, proof.take())
    }
    const right = climb(i - k, n - k)
    return nodeHash(proof.take(), right)
  }
  return proves(() => equalBytes(climb(index, size), root) && proof.isUsedUp())
}

/** May `[from, to)` be a subtree: does it start at a multiple of the smallest power of two that holds it? */
export function isSubtree({ from, to }: Range): boolean {
  if (!isCount(from, to) || from > to) return false
  const width = to - from
  return width === 0 || from % (width === 1 ? 1 : cut(width) * 2) === 0
}

/** Is the leaf number `index` part of the subtree with this root? */
export const provesSubtreeInclusion = (claim: {
  index: number
  range: Range
  leaf: Uint8Array
  root: Uint8Array
  proof: readonly Uint8Array[]
}): boolean =>
  isSubtree(claim.range) &&
  provesInclusion({
    ...claim,
    index: claim.index - claim.range.from,
    size: claim.range.to - claim.range.from,
  })

/** Is the subtree with hash `older` the run `range` of the tree of `size` leaves with hash `newer`? */
export function provesSubtreeConsistency(claim: {
  range: Range
  size: number
  older: Uint8Array
  newer: Uint8Array
  proof: readonly Uint8Array[]
}): boolean {
  const { range, size, older, newer } = claim
  if (!isSubtree(range) || !isCount(size) || range.to > size) return false
  // An empty run says nothing about the tree: only its own, fixed hash can be right.
  if (range.from === range.to) return claim.proof.length === 0 && equalBytes(older, emptyRoot())
  const proof = reader(claim.proof)
  const climb = (from: number, to: number, n: number, isOld: boolean): [Uint8Array, Uint8Array] => {
    if (from === 0 && to === n) {
      const hash = isOld ? older : proof.take()
      return [hash, hash]
    }
    const k = cut(n)
    if (to <= k) {
      const [old, now] = climb(from, to, k, isOld)
      return [old, nodeHash(now, proof.take())]
    }
    if (from >= k) {
      const [old, now] = climb(from - k, to - k, n - k, isOld)
      return [old, nodeHash(proof.take(), now)]
    }
    const [old, now] = climb(0, to - k, n - k, false)
    const left = proof.take()
    return [nodeHash(left, old), nodeHash(left, now)]
  }
  return proves(() => {
    const [old, now] = climb(range.from, range.to, size, true)
    return equalBytes(old, older) && equalBytes(now, newer) && proof.isUsedUp()
  })
}

/** Is the tree of `olderSize` leaves the beginning of the tree of `size` leaves? Two empty trees prove nothing. */
export const provesConsistency = (claim: {
  olderSize: number
  size: number
  older: Uint8Array
  newer: Uint8Array
  proof: readonly Uint8Array[]
}): boolean =>
  claim.olderSize > 0 &&
  provesSubtreeConsistency({ ...claim, range: { from: 0, to: claim.olderSize } })
