import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '../bytes/rules.ts'
import { fromBase64, toBase64 } from '../bytes/rules.ts'
import { createOnce, keyFolder } from '../keys/handlers.ts'

/** What an organization signs PDFs with: a certificate (DER) it made itself, and the key that belongs to it. */
export type PdfKey = { certificate: Bytes; privateKey: CryptoKey }

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const YEARS = 10
const RENEW_DAYS = 365

/**
 * The newest certificate of an organization, made when there is none or when it has less than a year left. It is
 * self-signed: it binds files to one key, and says nothing about who holds the key.
 */
export async function pdfKey(orgId: string, name: string, now: Date): Promise<PdfKey> {
  for (let number = 1; ; number++) {
    const path = join(keyFolder(orgId), `pdf-${number}.json`)
    await createOnce(path, () => newCertificate(name, now))
    const stored = JSON.parse(await readFile(path, 'utf8')) as {
      until: string
      certificate: string
      privateKey: string
    }
    if (Date.parse(stored.until) - now.getTime() < RENEW_DAYS * 86_400_000) continue
    const certificate = fromBase64(stored.certificate)
    const key = fromBase64(stored.privateKey)
    if (!certificate || !key) throw new Error(`the PDF certificate of ${orgId} is damaged`)
    return {
      certificate,
      privateKey: await crypto.subtle.importKey('pkcs8', key, ALGORITHM, false, ['sign']),
    }
  }
}

async function newCertificate(name: string, now: Date): Promise<string> {
  const [{ AttributeTypeAndValue, BasicConstraints, Certificate, Extension, Time }, asn1js] =
    await Promise.all([import('pkijs'), import('asn1js')])
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const until = new Date(now)
  until.setUTCFullYear(until.getUTCFullYear() + YEARS)
  const certificate = new Certificate()
  certificate.version = 2
  // 16 random bytes, positive: a serial number nobody else has.
  const serial = crypto.getRandomValues(new Uint8Array(16))
  serial[0] = (serial[0]! & 0x7f) | 0x40
  certificate.serialNumber = new asn1js.Integer({ valueHex: serial.buffer })
  // X.520 allows 64 characters in a common name; whoever reads it shall see at once who vouches for it: nobody else.
  const commonName = `${[...name].slice(0, 44).join('')}（自签 self-signed）`
  for (const party of [certificate.issuer, certificate.subject])
    party.typesAndValues.push(
      new AttributeTypeAndValue({
        type: '2.5.4.3',
        value: new asn1js.Utf8String({ value: commonName }),
      }),
    )
  certificate.notBefore = new Time({ value: new Date(now.getTime() - 60_000) })
  certificate.notAfter = new Time({ value: until })
  // Digital signature and content commitment, nothing else; and no certificate authority.
  const usage = new asn1js.BitString({ valueHex: Uint8Array.of(0xc0).buffer, unusedBits: 6 })
  certificate.extensions = [
    new Extension({
      extnID: '2.5.29.19',
      critical: true,
      extnValue: new BasicConstraints({ cA: false }).toSchema().toBER(false),
    }),
    new Extension({ extnID: '2.5.29.15', critical: true, extnValue: usage.toBER(false) }),
  ]
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(keys.privateKey, 'SHA-256')
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return JSON.stringify({
    until: until.toISOString(),
    certificate: toBase64(new Uint8Array(certificate.toSchema(true).toBER(false))),
    privateKey: toBase64(new Uint8Array(pkcs8)),
  })
}
