import { fromHex, toHex, utf8 } from '../bytes/rules.ts'
import { type JsonObject, type JsonValue, readCanonical } from '../canonical/rules.ts'
import {
  checkManifest,
  documentIn,
  looksLikeEvidence,
  PARTED_EVIDENCE,
  readEvidence,
  type ManifestCheck,
} from '../evidence/rules.ts'
import { leafHash, provesInclusion } from '../log/rules.ts'
import { checkNote, keyId, readCheckpoint, readKey, readNote, readProof } from '../note/rules.ts'
import { attachedFiles, isPdf } from '../pdf/rules.ts'
import { tellsOfAll } from '../parts/rules.ts'
import { personalFindings } from './assertions/rules.ts'
import { attestationsOf } from './attestations/rules.ts'
import type { Finding, Part, Verdict, Verification, WitnessLevel } from './findings/rules.ts'
import { judgeNote } from './notes/rules.ts'
import { pageFindings } from './page/rules.ts'
import {
  commitment,
  outcomes,
  sealMark,
  shownPart,
  signedSomethingElse,
  type Leaf,
  type SealedSignature,
} from '../rules.ts'

export type Options = {
  /** Keys known from elsewhere, as `name+id+base64`. With any of them given, the file's own key must be among them. */
  trustedKeys?: string[]
}

/**
 * What no file can prove; printed with every verdict (message keys under `sealing.notChecked`).
 * `keyOwner` is dropped when the key was known from elsewhere.
 */
const NEVER_CHECKED = ['keyOwner', 'later', 'truth', 'screen', 'offRecord', 'identity', 'before']

/** What the outside has not said, or cannot be asked about here. */
const unseenBy = (level: WitnessLevel): string[] =>
  ({ W0: ['witness'], W1: ['handedOut'], W2: ['witnessOwner'], W3: ['authority'] })[level]

/**
 * Judges an evidence file or an exported PDF. Pure but for WebCrypto's Ed25519; needs no network.
 * Every byte matters: a file that differs anywhere from what was exported is never 'intact'.
 */
export async function verify(file: Uint8Array, options: Options = {}): Promise<Verification> {
  if (file.length === 0) return unknown('fileEmpty')
  if (!isPdf(file))
    return (
      (await judgeNote(file, options.trustedKeys ?? [])) ?? (await verifyEvidence(file, options))
    )
  // The policy and whatever else lies inside is not evidence; two evidences would be one too many.
  const [attachment, second] = (await attachedFiles(file)).filter(looksLikeEvidence)
  if (!attachment || second) return unknown('pdfWithoutEvidence')
  const inner = await verifyEvidence(attachment, options)
  const key = readKey(readEvidence(attachment)?.key ?? '')
  if (!key) return inner
  const findings = [...inner.findings, ...(await pageFindings(file, key))]
  return { ...inner, findings, verdict: verdictOf(findings) }
}

async function verifyEvidence(file: Uint8Array, options: Options): Promise<Verification> {
  const evidence = readEvidence(file)
  if (!evidence) return unknown(looksLikeEvidence(file) ? 'fileNotExact' : 'fileForeign')
  const findings: Finding[] = [{ part: 'file', ok: true, key: 'fileExact', params: {} }]
  const found = (part: Part, ok: boolean | null, key: string, params: Finding['params'] = {}) =>
    findings.push({ part, ok, key, params })

  const recordBytes = utf8(evidence.record)
  const { record, withheld, wrong } = documentIn(evidence)
  const isRecord = record !== null
  found('record', isRecord, isRecord ? 'recordReadable' : 'recordBroken')
  if (wrong !== null) found('parts', false, 'partDiffers', { path: wrong })
  else if (withheld.length > 0)
    found('parts', true, 'partsWithheld', {
      count: withheld.filter((path) => !tellsOfAll(path)).length,
    })

  const signatures = record ? signaturesOf(record, withheld.length > 0) : null
  const isWhole = withheld.length === 0 && wrong === null
  const stranger =
    signatures && record && isWhole ? signedSomethingElse(signatures, shownPart(record)) : null
  if (!signatures) found('signatures', false, 'signaturesBroken')
  else if (stranger) found('signatures', false, 'signatureOfOther', { name: stranger.name })
  else
    found('signatures', true, isWhole ? 'signaturesMatch' : 'signaturesSealed', {
      count: signatures.length,
    })

  const salt = fromHex(evidence.salt, 32)
  const commit = salt ? toHex(commitment(salt, recordBytes)) : null
  const leaf = readLeaf(evidence.leaf)
  const isCommitted = leaf !== null && commit === leaf.commit
  found('commitment', isCommitted, isCommitted ? 'commitmentMatches' : 'commitmentDiffers')
  const isOfRecord =
    leaf !== null &&
    record !== null &&
    leaf.record_pid === record['record_pid'] &&
    leaf.version === record['version'] &&
    leaf.prev === record['prev_version_commit']
  found('leaf', isOfRecord, isOfRecord ? 'leafMatches' : 'leafDiffers')

  const proof = readProof(evidence.proof)
  const note = proof && readNote(proof.checkpoint)
  const checkpoint = note && readCheckpoint(note.text)
  const isIncluded =
    proof !== null &&
    checkpoint !== null &&
    provesInclusion({
      index: proof.index,
      size: checkpoint.size,
      proof: proof.hashes,
      root: checkpoint.root,
      leaf: leafHash(utf8(evidence.leaf)),
    })
  found('inclusion', isIncluded, isIncluded ? 'inclusionProven' : 'inclusionFails', {
    entry: (proof?.index ?? -1) + 1,
    size: checkpoint?.size ?? 0,
  })

  const key = readKey(evidence.key)
  if (key === null) found('key', false, 'keyBroken')
  const isNamed = key !== null && checkpoint?.origin === key.name
  const signed = note && key && isNamed ? await checkNote(note, key) : 'invalid'
  if (signed === 'unavailable') found('checkpoint', null, 'noCrypto')
  else
    found(
      'checkpoint',
      signed === 'valid',
      signed === 'valid' ? 'checkpointSigned' : 'checkpointUnsigned',
    )

  // A personal signature is over all of the content: it is left out together with any part of it.
  if (record && signatures && leaf && proof && isWhole)
    findings.push(
      ...(await personalFindings(signatures, {
        record: shownPart(record),
        recordPid: leaf.record_pid,
        version: leaf.version,
        leafIndex: proof.index,
        checkpoint: proof.checkpoint,
        keyProofs: evidence.format === PARTED_EVIDENCE ? evidence.keys : [],
      })),
    )

  let level: WitnessLevel = 'W0'
  if (evidence.format === PARTED_EVIDENCE && note) {
    const attested = await attestationsOf(evidence, note)
    findings.push(...attested.findings)
    level = attested.level
  }
  if (evidence.format === PARTED_EVIDENCE && key)
    findings.push(manifestFinding(await checkManifest(evidence, key)))

  const isTrusted = options.trustedKeys?.includes(evidence.key) ?? null
  if (isTrusted !== null) found('key', isTrusted, isTrusted ? 'keyKnown' : 'keyUnknown')

  return {
    verdict: verdictOf(findings),
    findings,
    notChecked: [
      ...(withheld.length > 0 ? ['withheld'] : []),
      ...unseenBy(level),
      ...NEVER_CHECKED.filter((what) => what !== 'keyOwner' || !isTrusted),
    ],
    facts:
      record && signatures && leaf && proof && checkpoint && key
        ? {
            record: shownPart(record),
            withheld: withheld.filter((path) => !tellsOfAll(path)).sort(inOrder),
            version: leaf.version,
            signatures,
            commit: leaf.commit,
            mark: sealMark(leaf.commit),
            sealedAt: leaf.t,
            leafIndex: proof.index,
            treeSize: checkpoint.size,
            level,
            origin: checkpoint.origin,
            keyId: toHex(keyId(key)),
          }
        : null,
  }
}

type Told = Pick<Verification, 'kind' | 'verdict' | 'facts'>

const isExcerpt = ({ verdict, facts }: Told): boolean =>
  verdict === 'intact' && facts !== null && facts.withheld.length > 0

/** The verdict in large letters: an excerpt is unchanged as far as it goes, and must not read as complete. */
export const titleFor = (told: Told): string => (isExcerpt(told) ? 'intactRest' : told.verdict)

/** Which sentence stands under a verdict; what is short of parts, or no record at all, has its own. */
export const textFor = (told: Told): string =>
  told.kind ? `${told.kind}.${told.verdict}` : titleFor(told)

const verdictOf = (findings: Finding[]): Verdict =>
  findings.some(({ ok }) => ok === false)
    ? 'tampered'
    : findings.some(({ ok }) => ok === null)
      ? 'unknown'
      : 'intact'

// The ninth entry of a list before the tenth.
const inOrder = new Intl.Collator('en', { numeric: true }).compare

/** Nothing could be read: there is no record whose limits could be told. */
const unknown = (key: string): Verification => ({
  verdict: 'unknown',
  findings: [{ part: 'file', ok: null, key, params: {} }],
  notChecked: [],
  facts: null,
})

function manifestFinding({ signed, changed }: ManifestCheck): Finding {
  const fields = { fields: changed.join(' ') }
  if (changed.length > 0)
    return { part: 'manifest', ok: false, key: 'manifestDiffers', params: fields }
  const key = signed === null ? 'noCrypto' : signed ? 'manifestSigned' : 'manifestUnsigned'
  return { part: 'manifest', ok: signed, key, params: {} }
}

const LEAF_KEYS = [
  'actor_pid',
  'commit',
  'kind',
  'level',
  'prev',
  'record_pid',
  't',
  'v',
  'version',
]

function readLeaf(text: string): Leaf | null {
  const value = asObject(readCanonical(utf8(text)))
  if (!value || !sameKeys(value, LEAF_KEYS) || value['v'] !== 1) return null
  return fromHex(String(value['commit']), 32) ? (value as Leaf) : null
}

function signaturesOf(record: JsonObject, mayLack: boolean): SealedSignature[] | null {
  const list = record['signatures']
  if (!Array.isArray(list)) return null
  const isSignature = (entry: JsonValue) => {
    const signature = asObject(entry) as Partial<SealedSignature> | null
    const outcome = signature?.outcome
    return (
      outcome !== undefined &&
      Object.hasOwn(outcomes, outcome) &&
      signature?.words === outcomes[outcome] &&
      (mayLack || typeof signature.shown_hash === 'string') &&
      typeof signature.name === 'string'
    )
  }
  return list.every(isSignature) ? (list as SealedSignature[]) : null
}

const asObject = (value: JsonValue | null): JsonObject | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null

const sameKeys = (value: JsonObject, keys: string[]) =>
  Object.keys(value).sort().join() === keys.join()
