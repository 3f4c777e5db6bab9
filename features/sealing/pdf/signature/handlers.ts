import { sha256 } from '@noble/hashes/sha2.js'
import { createHash } from 'node:crypto'
import type { PdfKey } from '../../certificate/handlers.ts'
import { equalBytes, type Bytes } from '../../bytes/rules.ts'
import { errorFacts, log } from '../../../../platform/log.ts'
import { NoTimestamp, requestTimestamp, type Authority } from '../../timestamps/handlers.ts'
import { cmsOf, OID, tokenText, withPlace, type About } from './rules.ts'

/** Who puts a time on the signature, and what the signature says when nobody does. */
export type Stamping = { authority: Authority; reasonWithout: string }

// Somebody waits for the file, and the next ones would wait for the same silence.
const PATIENCE = 5_000
const REST = 300_000
const restsUntil = new Map<string, number>()

const LONGEST_TOKEN = 14_000

/**
 * Signs a finished PDF as PAdES (`ETSI.CAdES.detached`), as an incremental update behind its last byte: B-T with an
 * authority's time over the signature; B-B where none is asked, or it gives none that holds, and then it says so.
 * @param key from `pdfKey`
 */
export async function signPdfFile(
  pdf: Uint8Array,
  key: PdfKey,
  about: Omit<About, 'isStamped'>,
  stamping: Stamping | null = null,
): Promise<Bytes> {
  if (!stamping) return signed(pdf, key, { ...about, isStamped: false }, null)
  const { authority, reasonWithout } = stamping
  if (performance.now() >= (restsUntil.get(authority.url) ?? 0))
    try {
      return await signed(pdf, key, { ...about, isStamped: true }, authority)
    } catch (error) {
      if (!(error instanceof NoTimestamp)) throw error
      log('pdf.notStamped', errorFacts(error))
      restsUntil.set(authority.url, performance.now() + REST)
    }
  return signed(pdf, key, { ...about, reason: reasonWithout, isStamped: false }, null)
}

async function signed(
  pdf: Uint8Array,
  key: PdfKey,
  about: About,
  authority: Authority | null,
): Promise<Bytes> {
  const [{ SignPdf }, { Signer }] = await Promise.all([
    import('@signpdf/signpdf'),
    import('@signpdf/utils'),
  ])
  class OwnSigner extends Signer {
    override async sign(content: Buffer): Promise<Buffer> {
      const digest = createHash('sha256').update(content).digest()
      return Buffer.from(await cms(digest, key, authority))
    }
  }
  const whole = await new SignPdf().sign(Buffer.from(withPlace(pdf, about)), new OwnSigner())
  return Uint8Array.from(whole)
}

async function cms(
  digest: Uint8Array,
  { certificate, privateKey }: PdfKey,
  authority: Authority | null,
): Promise<Bytes> {
  const [pkijs, asn1js] = await Promise.all([import('pkijs'), import('asn1js')])
  const own = pkijs.Certificate.fromBER(certificate)
  const octets = (bytes: Uint8Array) =>
    new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer })
  const attribute = (type: string, value: unknown) => new pkijs.Attribute({ type, values: [value] })
  const sequence = (...value: InstanceType<typeof asn1js.BaseBlock>[]) =>
    new asn1js.Sequence({ value: value as never })
  const signedData = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: own.issuer,
          serialNumber: own.serialNumber,
        }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
            attribute(OID.messageDigest, octets(digest)),
            attribute(
              OID.signingCertificateV2,
              sequence(sequence(sequence(octets(sha256(certificate))))),
            ),
          ],
        }),
      }),
    ],
    certificates: [own],
  })
  await signedData.sign(privateKey, 0, 'SHA-256', undefined as never)
  const bytes = new Uint8Array(
    new pkijs.ContentInfo({ contentType: OID.signedData, content: signedData.toSchema(true) })
      .toSchema()
      .toBER(false),
  )
  const signature = new Uint8Array(signedData.signerInfos[0]!.signature.valueBlock.valueHexView)
  // A verifier compares every byte with the one spelling there is; a library that spells differently must not slip in.
  const expected = cmsOf(digest, certificate, signature)
  if (!equalBytes(bytes, expected)) throw new Error('the signature is not spelt as it must be')
  if (!authority) return expected
  const { token } = await requestTimestamp(sha256(signature), authority, PATIENCE)
  if (token.length > LONGEST_TOKEN) throw new NoTimestamp('the timestamp is too long for a PDF')
  const how = { name: 'ECDSA', hash: 'SHA-256' }
  const seal = new Uint8Array(await crypto.subtle.sign(how, privateKey, tokenText(token)))
  return cmsOf(digest, certificate, signature, { token, seal })
}
