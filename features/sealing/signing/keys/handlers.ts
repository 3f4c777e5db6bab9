import { randomBytes } from 'node:crypto'
import type { Db } from '../../../../platform/database.ts'
import type { EventTable } from '../../../../platform/events.ts'
import type { PasskeyTable } from '../../../accounts/passkeys/table.ts'
import type {} from '../../../org/table.ts'
import { toHex } from '../../bytes/rules.ts'
import { canonicalText, cleanText } from '../../canonical/rules.ts'
import { enterInLog } from '../leaves/handlers.ts'
import { algorithmNames, type Algorithm, type PublicJwk } from '../assertion/contract.ts'
import { KEY_SCHEMA, toBase64url, type KeyDocument } from '../assertion/rules.ts'
import { newestEntries } from './queries.ts'

/** Enters a new passkey in the log. Told again of the same one, it changes nothing. */
export async function enterKey(db: Db, event: EventTable): Promise<void> {
  const { orgId, subjectId: passkeyId } = event
  const passkey = await db
    .selectFrom('passkey')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', passkeyId)
    .executeTakeFirst()
  const last = (await newestEntries(db, orgId, [passkeyId])).get(passkeyId)
  if (!passkey || (last && last.at >= event.at)) return
  const person = await personOf(db, orgId, event.personId!)
  const half = await publicHalf(passkey)
  await append(db, event, (last?.version ?? 0) + 1, last?.commit ?? null, (keyPid, version) => ({
    schema: KEY_SCHEMA,
    org: orgId,
    key_pid: keyPid,
    version,
    name: cleanText(person.name),
    employee_no: cleanText(person.employeeNo),
    ...half,
    rp_id: passkey.rpId,
    backup_eligible: passkey.backupEligible,
    backed_up: passkey.backedUp,
    vouched_by: event.data.vouchedBy === 'passkey' ? 'passkey' : 'password',
    added_at: passkey.createdAt.toISOString(),
  }))
}

/** Notes in the log that a passkey was taken away: what it signs afterwards counts for nothing. */
export async function noteRemoval(db: Db, event: EventTable): Promise<void> {
  const last = (await newestEntries(db, event.orgId, [event.subjectId])).get(event.subjectId)
  if (!last?.document) return
  await append(db, event, last.version + 1, last.commit, () => null)
}

async function append(
  db: Db,
  event: EventTable,
  version: number,
  prev: string | null,
  documentFor: (keyPid: string, version: number) => KeyDocument | null,
) {
  const { orgId, subjectId: passkeyId, personId } = event
  let document: string | null = null
  const salt = randomBytes(32)
  const entered = await enterInLog(db, orgId, {
    kind: 'key',
    recordId: passkeyId,
    version,
    prev,
    actorId: personId,
    salt,
    bytes(pid) {
      const value = documentFor(pid, version)
      document = value && canonicalText(value)
      return document ?? canonicalText({ schema: KEY_SCHEMA, key_pid: pid, version, removed: true })
    },
  })
  await db
    .insertInto('signingKey')
    .values({
      orgId,
      passkeyId,
      version,
      personId: personId!,
      document,
      salt,
      commit: entered.commit,
      epoch: entered.epoch,
      leafIndex: entered.leafIndex,
      // Told apart from an event delivered twice by the time the event itself carries.
      at: event.at,
    })
    .execute()
}

const personOf = (db: Db, orgId: string, personId: string) =>
  db
    .selectFrom('person')
    .select(['name', 'employeeNo'])
    .where('orgId', '=', orgId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()

/** A passkey's public half as verifiers take it. */
export async function publicHalf(
  passkey: Pick<PasskeyTable, 'credentialId' | 'publicKey' | 'algorithm'>,
): Promise<{ credential_id: string; public_key: PublicJwk; alg: Algorithm }> {
  // The library brings hundreds of modules: read with the first passkey, not at every start.
  const { cose, decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers')
  const key = decodeCredentialPublicKey(Uint8Array.from(passkey.publicKey))
  const alg = (algorithmNames as Record<number, Algorithm | undefined>)[passkey.algorithm]
  const text = (bytes: Uint8Array | undefined) => {
    if (!bytes) throw new Error(`passkey ${toHex(passkey.publicKey.subarray(0, 4))}… is incomplete`)
    return toBase64url(bytes)
  }
  const { x, y, n, e } = cose.COSEKEYS
  if (alg === 'ES256' && cose.isCOSEPublicKeyEC2(key))
    return {
      credential_id: passkey.credentialId,
      alg,
      public_key: { kty: 'EC', crv: 'P-256', x: text(key.get(x)), y: text(key.get(y)) },
    }
  if (alg === 'EdDSA' && cose.isCOSEPublicKeyOKP(key))
    return {
      credential_id: passkey.credentialId,
      alg,
      public_key: { kty: 'OKP', crv: 'Ed25519', x: text(key.get(x)) },
    }
  if (alg === 'RS256' && cose.isCOSEPublicKeyRSA(key))
    return {
      credential_id: passkey.credentialId,
      alg,
      public_key: { kty: 'RSA', n: text(key.get(n)), e: text(key.get(e)) },
    }
  throw new Error(`passkey with algorithm ${passkey.algorithm} cannot sign`)
}
