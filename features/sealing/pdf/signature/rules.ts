import { sha256 } from '@noble/hashes/sha2.js'
import {
  concatBytes,
  equalBytes,
  fromHex,
  textOf,
  toHex,
  utf8,
  type Bytes,
} from '../../bytes/rules.ts'
import { der, inside, oid, rawSignature, readOne, sequence, set, TAG } from '../../der/rules.ts'
import { checkTimestamp, type TimestampCheck } from '../../timestamps/rules.ts'

// PAdES B-B (ETSI EN 319 142-1): a CAdES signature, detached, over everything but its own place. B-T: with it, as an
// unsigned attribute, an authority's time over the signature.

/** Object identifiers of CMS and PAdES. */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  // An arc of our own below 2.25: our signature over the token, so that not one byte of it can be different.
  tokenSeal: '2.25.5803191474622091',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const

/** What a certificate says of itself, as far as a signature needs it. */
type Certificate = { issuer: Bytes; serial: Bytes; publicKey: Bytes }

function readCertificate(bytes: Uint8Array): Certificate | null {
  const [body] = inside(readOne(bytes, TAG.sequence), TAG.sequence) ?? []
  const parts = inside(body, TAG.sequence)
  const [version, serial, , issuer, , , publicKey] = parts ?? []
  if (version?.tag !== 0xa0 || serial?.tag !== TAG.integer || !issuer || !publicKey) return null
  return { issuer: issuer.whole, serial: serial.whole, publicKey: publicKey.whole }
}

const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value))

/** The three signed attributes, in the order DER wants a set; SHA-256 is the default of the certificate's hash. */
const attributesOf = (digest: Uint8Array, certificate: Uint8Array): Bytes =>
  concatBytes([
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, der(TAG.octets, digest)),
    attribute(
      OID.signingCertificateV2,
      sequence(sequence(sequence(der(TAG.octets, sha256(certificate))))),
    ),
  ])

const digestAlgorithm = () => sequence(oid(OID.sha256), der(TAG.none))

/** The bytes the certificate's key signs for a file with this SHA-256. */
export const toBeSigned = (digest: Uint8Array, certificate: Uint8Array): Bytes =>
  der(TAG.set, attributesOf(digest, certificate))

/** An authority's time over a signature (RFC 3161), and the signer's own signature (ECDSA, raw) over that token's bytes. */
export type Stamp = { token: Uint8Array; seal: Uint8Array }

/** What the signer signs of a token. */
export const tokenText = (token: Uint8Array): Bytes =>
  concatBytes([utf8('cuxi/pdf-token/v1\0'), token])

/** In the order DER wants a set: the shorter first. */
const unsignedOf = ({ token, seal }: Stamp): Bytes =>
  concatBytes([
    attribute(OID.tokenSeal, der(TAG.octets, seal)),
    attribute(OID.signatureTimestamp, token),
  ])

/**
 * The whole CMS around a signature, byte for byte: it has one spelling only, so that a file can be compared with it.
 * @param signature an ECDSA signature in DER
 */
export function cmsOf(
  digest: Uint8Array,
  certificate: Uint8Array,
  signature: Uint8Array,
  stamp: Stamp | null = null,
): Bytes {
  const who = readCertificate(certificate)
  if (!who) throw new Error('the certificate cannot be read')
  const signer = sequence(
    der(TAG.integer, Uint8Array.of(1)),
    sequence(who.issuer, who.serial),
    digestAlgorithm(),
    der(0xa0, attributesOf(digest, certificate)),
    sequence(oid(OID.ecdsaWithSha256)),
    der(TAG.octets, signature),
    ...(stamp ? [der(0xa1, unsignedOf(stamp))] : []),
  )
  return sequence(
    oid(OID.signedData),
    der(
      0xa0,
      sequence(
        der(TAG.integer, Uint8Array.of(1)),
        set(digestAlgorithm()),
        sequence(oid(OID.data)),
        der(0xa0, certificate),
        set(signer),
      ),
    ),
  )
}

type Read = { certificate: Bytes; signature: Bytes; stamp: Stamp | null }

function readCms(cms: Uint8Array): Read | null {
  const [, wrapped] = inside(readOne(cms, TAG.sequence), TAG.sequence) ?? []
  const parts = inside(inside(wrapped, 0xa0)?.[0], TAG.sequence)
  const certificate = parts?.[3]?.tag === 0xa0 ? parts[3].content : null
  const signers = inside(parts?.[4], TAG.set)
  const [, , , , , signature, unsigned] = inside(signers?.[0], TAG.sequence) ?? []
  if (!certificate || signature?.tag !== TAG.octets) return null
  const [seal, token] = (inside(unsigned, 0xa1) ?? []).map(
    (each) => inside(inside(each, TAG.sequence)?.[1], TAG.set)?.[0],
  )
  const stamp = seal && token ? { seal: seal.content, token: token.whole } : null
  return { certificate, signature: signature.content, stamp }
}

/** `foreign`: signed, but not with the certificate the log key named. */
export type PdfSignatureCheck = 'valid' | 'invalid' | 'foreign' | 'missing' | 'unavailable'

/** The signature, and the authority's time over it; null where it carries none. */
export type PdfSigned = { check: PdfSignatureCheck; stamp: TimestampCheck | null }

/**
 * Judges the signature behind the first `sealed` bytes of a PDF: it must cover all of the file but its own place, hold
 * not one byte that could be different, and be by the certificate with this SHA-256.
 */
export async function checkPdfSignature(
  pdf: Uint8Array,
  sealed: number,
  certificateHash: string,
): Promise<PdfSigned> {
  const without = (check: PdfSignatureCheck): PdfSigned => ({ check, stamp: null })
  if (sealed >= pdf.length) return without('missing')
  const range = rangeIn(pdf, sealed)
  if (!range) return without('invalid')
  const hex = textOf(pdf.subarray(range.from + 1, range.to - 1)) ?? ''
  const cms = firstElement(hex)
  const found = cms && readCms(cms)
  if (!cms || !found) return without('invalid')
  const { certificate, signature, stamp } = found
  if (toHex(sha256(certificate)) !== certificateHash) return without('foreign')
  const digest = sha256(concatBytes([pdf.subarray(0, range.from), pdf.subarray(range.to)]))
  if (!equalBytes(cmsOf(digest, certificate, signature, stamp), cms)) return without('invalid')
  const raw = rawSignature(signature, 32)
  const check = await verifyEcdsa(certificate, toBeSigned(digest, certificate), raw)
  if (check !== 'valid' || !stamp) return without(check)
  const sealedToken = await verifyEcdsa(certificate, tokenText(stamp.token), stamp.seal)
  return sealedToken === 'valid'
    ? { check, stamp: await checkTimestamp(stamp.token, sha256(signature)) }
    : without(sealedToken)
}

function rangeIn(pdf: Uint8Array, sealed: number): { from: number; to: number } | null {
  const text = new TextDecoder('latin1').decode(pdf.subarray(sealed))
  const ranges = [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/g)]
  const [from = 0, to = 0, rest = 0] = (ranges[0] ?? []).slice(1).map(Number)
  const isWhole = ranges.length === 1 && from > sealed && to > from && to + rest === pdf.length
  return isWhole && pdf[from] === 0x3c && pdf[to - 1] === 0x3e ? { from, to } : null
}

/** The CMS at the beginning of the place; what is left of the place must be zeroes. */
function firstElement(hex: string): Bytes | null {
  const bytes = hex.length % 2 === 0 ? fromHex(hex, hex.length / 2) : null
  if (!bytes || bytes[0] !== TAG.sequence || bytes[1] !== 0x82) return null
  const end = 4 + bytes[2]! * 256 + bytes[3]!
  return bytes.subarray(end).every((byte) => byte === 0) ? (bytes.slice(0, end) as Bytes) : null
}

async function verifyEcdsa(
  certificate: Uint8Array,
  message: Bytes,
  raw: Uint8Array | null,
): Promise<PdfSignatureCheck> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return 'unavailable'
  const who = readCertificate(certificate)
  if (!who || !raw) return 'invalid'
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  try {
    const key = await subtle.importKey('spki', who.publicKey, algorithm, false, ['verify'])
    const isBy = await subtle.verify(algorithm, key, Uint8Array.from(raw), message)
    return isBy ? 'valid' : 'invalid'
  } catch {
    return 'invalid'
  }
}

/** How many hex digits are kept for the signature: ours takes about a third of it, a token with its chain the rest. */
const PLACE = { plain: 4096, stamped: 32_768 } as const
const STARS = '**********'

/** What stands beside a signature; `signedAt` is only claimed, `isStamped`: an authority's time is to fit in. */
export type About = { name: string; reason: string; signedAt: Date; isStamped: boolean }

/**
 * Appends an empty signature field to a finished PDF, as an incremental update: not one earlier byte changes.
 * @throws Error when the PDF is not laid out as ours are
 */
export function withPlace(pdf: Uint8Array, { name, reason, signedAt, isStamped }: About): Bytes {
  const text = new TextDecoder('latin1').decode(pdf)
  const last = (pattern: RegExp) => [...text.matchAll(pattern)].at(-1)?.[1]
  const size = Number(last(/\/Size (\d+)/g))
  const root = Number(last(/\/Root (\d+) 0 R/g))
  const info = last(/\/Info (\d+) 0 R/g)
  const id = last(/\/ID (\[[^\]]*\])/g)
  const start = last(/startxref\n(\d+)\n%%EOF/g)
  const catalog = objectOf(text, root)
  const pages = objectOf(text, Number(/\/Pages (\d+) 0 R/.exec(catalog)?.[1]))
  const first = Number(/\/Kids \[(\d+) 0 R/.exec(pages)?.[1])
  const page = objectOf(text, first)
  if (!size || !start || page.includes('/Annots') || catalog.includes('/AcroForm'))
    throw new Error('the PDF is not laid out for a signature')
  const [signature, field] = [size, size + 1]
  const objects: [number: number, body: string][] = [
    [root, `${open(catalog)}  /AcroForm <<\n    /Fields [${field} 0 R]\n    /SigFlags 3\n  >>\n>>`],
    [first, `${open(page)}  /Annots [${field} 0 R]\n>>`],
    [
      signature,
      `<<\n  /Type /Sig\n  /Filter /Adobe.PPKLite\n  /SubFilter /ETSI.CAdES.detached\n` +
        `  /ByteRange [0 /${STARS} /${STARS} /${STARS}]\n  /Contents <${'0'.repeat(PLACE[isStamped ? 'stamped' : 'plain'])}>\n` +
        `  /M (${pdfTime(signedAt)})\n  /Name ${pdfText(name)}\n  /Reason ${pdfText(reason)}\n>>`,
    ],
    [
      field,
      `<<\n  /Type /Annot\n  /Subtype /Widget\n  /FT /Sig\n  /T (cuxi)\n  /V ${signature} 0 R\n` +
        `  /P ${first} 0 R\n  /Rect [0 0 0 0]\n  /F 132\n>>`,
    ],
  ]
  let update = ''
  const offsets = objects.map(([number, body]) => {
    const at = pdf.length + update.length
    update += `${number} 0 obj\n${body}\nendobj\n`
    return [number, at] as const
  })
  const table = [...offsets]
    .sort(([a], [b]) => a - b)
    .map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
  const xref = pdf.length + update.length
  update +=
    `xref\n${table.join('')}trailer\n<<\n  /Size ${size + 2}\n  /Root ${root} 0 R\n` +
    `${info ? `  /Info ${info} 0 R\n` : ''}${id ? `  /ID ${id}\n` : ''}` +
    `  /Prev ${start}\n>>\nstartxref\n${xref}\n%%EOF`
  return concatBytes([pdf, utf8(update)])
}

/** The dictionary of an object; numbers in a file of ours are written once. */
function objectOf(text: string, number: number): string {
  const head = `\n${number} 0 obj\n`
  const at = text.indexOf(head)
  const end = text.indexOf('\nendobj', at)
  if (!Number.isInteger(number) || at < 0 || end < 0)
    throw new Error(`object ${number} of the PDF is not where it should be`)
  return text.slice(at + head.length, end)
}

/** A dictionary without its last brackets, to be written on. */
function open(dictionary: string): string {
  const body = dictionary.trimEnd()
  if (!body.endsWith('>>')) throw new Error('a dictionary of the PDF has no end')
  return body.slice(0, -2)
}

const pdfTime = (at: Date) => `D:${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`

/** UTF-16 in hex: no character can end the string early. */
function pdfText(text: string): string {
  let hex = 'feff'
  for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, '0')
  return `<${hex}>`
}
