import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { renderPdf } from '../../features/sealing/archive/handlers.ts'
import type { Attachment } from '../../features/sealing/archive/render.ts'
import type { PrintDocument } from '../../features/sealing/archive/rules.ts'
import { toHex, utf8 } from '../../features/sealing/bytes/rules.ts'
import {
  commitTo,
  manifestText,
  PARTED_EVIDENCE,
  type PartedEvidence,
} from '../../features/sealing/evidence/rules.ts'
import { without } from '../../features/sealing/parts/rules.ts'
import { pdfKey } from '../../features/sealing/certificate/handlers.ts'
import {
  canonicalBytes,
  canonicalText,
  type JsonObject,
} from '../../features/sealing/canonical/rules.ts'
import {
  hashOf,
  inclusionRanges,
  leafHash,
  nodeHash,
  type NodeRef,
} from '../../features/sealing/log/rules.ts'
import {
  keyId,
  writeCheckpoint,
  writeKey,
  writeNote,
  writeProof,
  type Key,
} from '../../features/sealing/note/rules.ts'
import { cutForSeal, pdfSealText, withSeal } from '../../features/sealing/pdf/rules.ts'
import { signPdfFile, type Stamping } from '../../features/sealing/pdf/signature/handlers.ts'
import {
  ATTACHMENT_NAME,
  commitment,
  documentOf,
  EVIDENCE_FORMAT,
  leafBytes,
  outcomes,
  POLICY,
  policyText,
  shownHash,
  type Evidence,
  type Outcome,
} from '../../features/sealing/rules.ts'

/** A log of its own, with a key nobody else has: what a forger can always build. */
export function newLog(name = 'test.example/cuxi/0199aa00-0000-7000-8000-000000000001/1') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key: Key = {
    name,
    publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  }
  const signNote = (text: string) =>
    writeNote({
      text,
      signatures: [
        { name, keyId: keyId(key), signature: Uint8Array.from(sign(null, utf8(text), privateKey)) },
      ],
    })
  return { key, signNote }
}

/** A record between 陈一鸣 and 周晓岚 with both acknowledgements, sealed as leaf `index` of a log of `size` leaves. */
export function sealedExample({
  log = newLog(),
  index = 4,
  size = 5,
  outcome = 'readWithReservation' as Outcome,
  text = '网关迁移 9 月 12 日完成，计划 8 月 31 日。',
  /** Committed to part by part, as records are sealed now; false for those from before. */
  parted = false,
  /** Parts left out of the evidence. */
  left = [] as string[],
  timestamp = '',
} = {}) {
  const record: JsonObject = {
    title: '2026 年度结果面谈',
    template_hash: 'ab'.repeat(32),
    participants: [
      { name: '陈一鸣', role: 'employee' },
      { name: '王𠮷', role: 'manager' },
    ],
    fields: { review: text, plan: [{ owner: 'company', text: '两台测试机', due: '2026-11-30' }] },
    attachments: [],
    consent_refs: [],
  }
  const shown = shownHash(record)
  const signatures = (['陈一鸣', '王𠮷'] as const).map((name, i) => {
    const mine: Outcome = i === 0 ? outcome : 'agreed'
    return {
      person_pid: `pid-${i}`,
      name,
      role: i === 0 ? 'employee' : 'manager',
      level: 'S1' as const,
      outcome: mine,
      words: outcomes[mine],
      statement: i === 0 && outcome !== 'agreed' ? '“客户响应”一项我保留意见。' : null,
      at: '2026-11-20T07:06:41.120Z',
      ip: '10.0.3.18',
      user_agent: 'Mozilla/5.0',
      shown_hash: shown,
      recorded_by_pid: null,
    }
  })
  const envelope = {
    org: '0199aa00-0000-7000-8000-000000000001',
    record_pid: 'c0ffee00-0000-4000-8000-000000000001',
    version: 1,
    prev_version_commit: null,
    signatures,
  }
  const document = documentOf(record, envelope)
  let salts = 0
  const newSalt = () => (++salts * 7919).toString(16).padStart(32, '0')
  const kept = parted
    ? commitTo(record, envelope, newSalt)
    : { record: canonicalText(document), disclosures: null }
  const salt = new Uint8Array(32).map((_, i) => (i * 37 + index) % 256)
  const commit = toHex(commitment(salt, utf8(kept.record)))
  const leaf = leafBytes({
    v: 1,
    kind: 'seal',
    record_pid: 'c0ffee00-0000-4000-8000-000000000001',
    version: 1,
    commit,
    prev: null,
    actor_pid: 'pid-0',
    level: 'S1',
    t: '2026-11-20T07:08:02.004Z',
  })
  const hashes = Array.from({ length: size }, (_, i) =>
    leafHash(i === index ? leaf : utf8(`other ${i}`)),
  )
  const read = ({ level, index: at }: NodeRef): Uint8Array<ArrayBuffer> =>
    level === 0
      ? hashes[at]!
      : nodeHash(
          read({ level: level - 1, index: at * 2 }),
          read({ level: level - 1, index: at * 2 + 1 }),
        )
  const checkpoint = log.signNote(
    writeCheckpoint({ origin: log.key.name, size, root: hashOf({ from: 0, to: size }, read) }),
  )
  const proof = writeProof({
    index,
    hashes: inclusionRanges(index, size).map((range) => hashOf(range, read)),
    checkpoint,
  })
  const common = {
    record: kept.record,
    salt: toHex(salt),
    leaf: new TextDecoder().decode(leaf),
    proof,
    key: writeKey(log.key),
  }
  const evidence: Evidence = { ...common, format: EVIDENCE_FORMAT, policy: POLICY }
  const fields = {
    ...common,
    format: PARTED_EVIDENCE,
    disclosures: without(kept.disclosures ?? [], left),
    policy: policyText([common.key]),
    keys: [] as string[],
    timestamp,
  } as const
  const manifest = log.signNote(manifestText(log.key.name, fields))
  const newer: PartedEvidence = { ...fields, manifest }
  const file = canonicalBytes(parted ? newer : evidence)
  return { log, record, document, evidence, newer, checkpoint, file, commit }
}

/**
 * The example as a PDF the way the product exports it: the log's key seals the page, a certificate of its own signs
 * the whole. `files` lie inside.
 */
export async function exportedExample(
  document: PrintDocument,
  example: Pick<ReturnType<typeof sealedExample>, 'log' | 'file'> = sealedExample(),
  stamping: Stamping | null = null,
) {
  const certificate = await pdfKey(`example-${randomUUID()}`, '海岳重工', new Date())
  const file: Attachment = {
    name: ATTACHMENT_NAME,
    text: new TextDecoder().decode(example.file),
    mediaType: 'application/json',
    relationship: 'source',
    description: '证据',
  }
  const { before, after } = cutForSeal(await renderPdf(document, [file]))
  const { log } = example
  const note = log.signNote(pdfSealText(log.key.name, before, after, certificate.certificate))
  const about = { name: '海岳重工', reason: '导出', signedAt: new Date() }
  const sealed = withSeal(before, note, after)
  return { sealed, pdf: await signPdfFile(sealed, certificate, about, stamping) }
}
