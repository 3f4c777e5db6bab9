import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64, utf8 } from '../../bytes/rules.ts'
import type { PartedEvidence } from '../../evidence/rules.ts'
import type { Note } from '../../note/rules.ts'
import { HANDED_OUT } from '../../rules.ts'
import { checkTimestamp, type TimestampFlaw } from '../../timestamps/rules.ts'
import { checkCosignature, readWitnessKey } from '../../witness/rules.ts'
import type { Finding, WitnessLevel } from '../findings/rules.ts'

export type Attested = { findings: Finding[]; level: WitnessLevel }

const flaws: Record<TimestampFlaw, [ok: boolean | null, key: string]> = {
  unreadable: [false, 'timestampBroken'],
  invalid: [false, 'timestampBroken'],
  otherHash: [false, 'timestampOfOther'],
  unavailable: [null, 'timestampUnsupported'],
}

/** Judges what others said about the checkpoint of an evidence file: the timestamp, and cosignatures. */
export async function attestationsOf(evidence: PartedEvidence, note: Note): Promise<Attested> {
  const findings: Finding[] = []
  let level: WitnessLevel = evidence.policy.split('\n').includes(HANDED_OUT) ? 'W1' : 'W0'
  for (const [, written] of evidence.policy.matchAll(/^witness \S+ (\S+)$/gm)) {
    const key = readWitnessKey(written!)
    if (!key) {
      findings.push({ part: 'witness', ok: false, key: 'witnessKeyBroken', params: {} })
      continue
    }
    const { check, at } = await checkCosignature(note, key)
    // Not asked yet, or down when it was: the record is as good as without a witness, not worse.
    if (check === 'missing') continue
    const ok = check === 'unavailable' ? null : check === 'valid'
    const params = { name: key.name, at: at?.toISOString() ?? '' }
    const words = ok === null ? 'noCrypto' : ok ? 'cosigned' : 'cosignatureBroken'
    findings.push({ part: 'witness', ok, key: words, params })
    if (ok) level = 'W2'
  }
  if (evidence.timestamp === '') return { findings, level }
  const token = fromBase64(evidence.timestamp)
  const check = token
    ? await checkTimestamp(token, sha256(utf8(note.text)))
    : ({ flaw: 'unreadable' } as const)
  if ('ok' in check) {
    const { at, authority, fingerprint } = check.ok
    const params = { at, authority, fingerprint }
    findings.push({ part: 'timestamp', ok: true, key: 'timestampValid', params })
    level = 'W3'
  } else {
    const [ok, key] = flaws[check.flaw]
    findings.push({ part: 'timestamp', ok, key, params: {} })
  }
  return { findings, level }
}
