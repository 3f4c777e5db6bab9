import { sha256 } from '@noble/hashes/sha2.js'
import { createHash } from 'node:crypto'
import type { PdfKey } from '../../certificate/handlers.ts'
import { equalBytes, type Bytes } from '../../bytes/rules.ts'
import { cmsOf, OID, withPlace } from './rules.ts'

/**
 * Signs a finished PDF as PAdES B-B (`ETSI.CAdES.detached`), as an incremental update behind its last byte.
 * @param key from `pdfKey`
 */
export async function signPdfFile(
  pdf: Uint8Array,
  key: PdfKey,
  about: { name: string; reason: string; signedAt: Date },
): Promise<Bytes> {
  const [{ SignPdf }, { Signer }] = await Promise.all([
    import('@signpdf/signpdf'),
    import('@signpdf/utils'),
  ])
  class OwnSigner extends Signer {
    override async sign(content: Buffer): Promise<Buffer> {
      return Buffer.from(await cms(createHash('sha256').update(content).digest(), key))
    }
  }
  const signed = await new SignPdf().sign(Buffer.from(withPlace(pdf, about)), new OwnSigner())
  return Uint8Array.from(signed)
}

async function cms(digest: Uint8Array, { certificate, privateKey }: PdfKey): Promise<Bytes> {
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
  return expected
}
