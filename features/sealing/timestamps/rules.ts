import { equalBytes, textOf, toHex, type Bytes } from '../bytes/rules.ts'
import {
  der,
  dottedOid,
  inside,
  isOid,
  rawSignature,
  readOne,
  TAG,
  type Der,
} from '../der/rules.ts'

// RFC 3161 (and RFC 5816): a token is a CMS by an authority over a hash and its own clock's time.

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  extendedUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  commonName: '2.5.4.3',
  rsa: '1.2.840.113549.1.1.1',
} as const

const HASHES: Record<string, string> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}
const SIGNATURES: Record<string, [family: 'RSA' | 'EC', hash: string]> = {
  '1.2.840.113549.1.1.11': ['RSA', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['RSA', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['RSA', 'SHA-512'],
  '1.2.840.10045.4.3.2': ['EC', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['EC', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['EC', 'SHA-512'],
}
const CURVES: Record<string, [name: string, size: number]> = {
  '1.2.840.10045.3.1.7': ['P-256', 32],
  '1.3.132.0.34': ['P-384', 48],
  '1.3.132.0.35': ['P-521', 66],
}

/** What a token says. `at` is the authority's clock, UTC; `nonce` hex without leading zeroes, null when it has none. */
export type TimestampFacts = {
  at: string
  policy: string
  nonce: string | null
  /** The authority's name in its certificate. */
  authority: string
  /** SHA-256 of that certificate, hex. */
  fingerprint: string
  /** The certificate (DER), and all that came with it. */
  certificate: Bytes
  certificates: Bytes[]
}

/** `unavailable`: this browser cannot check this kind of signature, or has no secure context. */
export type TimestampFlaw = 'unreadable' | 'otherHash' | 'invalid' | 'unavailable'
export type TimestampCheck = { ok: TimestampFacts } | { flaw: TimestampFlaw }

/**
 * Checks a token against the SHA-256 it must be over: its own digests, the authority's signature by the certificate
 * inside, that this certificate is for timestamps and was valid then. Whether the authority deserves trust is not
 * in the token.
 */
export async function checkTimestamp(
  token: Uint8Array,
  imprint: Uint8Array,
): Promise<TimestampCheck> {
  const parsed = readToken(token)
  if (!parsed) return { flaw: 'unreadable' }
  const { info, certificates, signer } = parsed
  if (HASHES[info.hash] !== 'SHA-256' || !equalBytes(info.imprint, imprint))
    return { flaw: 'otherHash' }
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return { flaw: 'unavailable' }
  const digest = async (hash: string, bytes: Bytes) =>
    new Uint8Array(await subtle.digest(hash, bytes))

  const hash = HASHES[signer.digest]
  const attributes = attributesOf(signer.attributes)
  const said = attributes.get(OID.messageDigest)
  if (!hash || hash === 'SHA-1' || !said || !isOid(attributes.get(OID.contentType), OID.tstInfo))
    return { flaw: 'invalid' }
  if (!equalBytes(said.content, await digest(hash, info.bytes))) return { flaw: 'invalid' }

  const named = namedCertificate(attributes)
  if (!named) return { flaw: 'invalid' }
  for (const certificate of certificates) {
    if (!equalBytes(await digest(named.hash, certificate), named.digest)) continue
    const facts = certificateFacts(certificate)
    if (!facts?.isForTimestamps || info.at < facts.from || info.at > facts.until)
      return { flaw: 'invalid' }
    const verdict = await verifySignature(subtle, facts.publicKey, signer, hash)
    if (verdict !== true) return { flaw: verdict === null ? 'unavailable' : 'invalid' }
    return {
      ok: {
        at: info.at,
        policy: info.policy,
        nonce: info.nonce,
        authority: facts.name,
        fingerprint: toHex(await digest('SHA-256', certificate)),
        certificate,
        certificates,
      },
    }
  }
  return { flaw: 'invalid' }
}

type Info = {
  bytes: Bytes
  policy: string
  hash: string
  imprint: Bytes
  at: string
  nonce: string | null
}
type Signer = { digest: string; attributes: Bytes; algorithm: Der[]; signature: Bytes }

function readToken(
  token: Uint8Array,
): { info: Info; certificates: Bytes[]; signer: Signer } | null {
  const [type, wrapped] = inside(readOne(token, TAG.sequence), TAG.sequence) ?? []
  if (!isOid(type, OID.signedData)) return null
  const parts = inside(inside(wrapped, 0xa0)?.[0], TAG.sequence)
  const [contentType, content] = inside(parts?.[2], TAG.sequence) ?? []
  const bytes = inside(content, 0xa0)?.[0]
  if (!parts || !isOid(contentType, OID.tstInfo) || bytes?.tag !== TAG.octets) return null
  const info = readInfo(bytes.content)
  const certificates = inside(
    parts.find(({ tag }) => tag === 0xa0),
    0xa0,
  )?.map(({ whole }) => whole)
  const signers = inside(parts.at(-1), TAG.set)
  const signer = signers?.length === 1 ? readSigner(signers[0]) : null
  return info && certificates && signer ? { info, certificates, signer } : null
}

function readInfo(bytes: Bytes): Info | null {
  const parts = inside(readOne(bytes, TAG.sequence), TAG.sequence)
  const [, policy, imprint, , time, ...rest] = parts ?? []
  const [algorithm, hashed] = inside(imprint, TAG.sequence) ?? []
  const hash = inside(algorithm, TAG.sequence)?.[0]
  const at = time?.tag === TAG.time ? readTime(textOf(time.content) ?? '', 4) : null
  if (policy?.tag !== TAG.oid || hash?.tag !== TAG.oid || hashed?.tag !== TAG.octets || !at)
    return null
  const nonce = rest.find(({ tag }) => tag === TAG.integer)
  return {
    bytes,
    policy: dottedOid(policy.content),
    hash: dottedOid(hash.content),
    imprint: hashed.content,
    at,
    nonce: nonce ? toHex(nonce.content).replace(/^(00)+(?=.)/, '') : null,
  }
}

function readSigner(element: Der | undefined): Signer | null {
  const [, , digest, attributes, algorithm, signature] = inside(element, TAG.sequence) ?? []
  const hash = inside(digest, TAG.sequence)?.[0]
  const how = inside(algorithm, TAG.sequence)
  if (hash?.tag !== TAG.oid || attributes?.tag !== 0xa0 || !how) return null
  if (how[0]?.tag !== TAG.oid || signature?.tag !== TAG.octets) return null
  return {
    digest: dottedOid(hash.content),
    attributes: attributes.content,
    algorithm: how,
    signature: signature.content,
  }
}

/** The single value of each signed attribute. */
function attributesOf(content: Bytes): Map<string, Der> {
  const values = new Map<string, Der>()
  for (const attribute of inside({ tag: TAG.set, content, whole: content }, TAG.set) ?? []) {
    const [type, set] = inside(attribute, TAG.sequence) ?? []
    const list = inside(set, TAG.set)
    if (type?.tag === TAG.oid && list?.length === 1) values.set(dottedOid(type.content), list[0]!)
  }
  return values
}

/** The certificate the signer names as its own, by hash. */
function namedCertificate(attributes: Map<string, Der>): { hash: string; digest: Bytes } | null {
  const newer = attributes.get(OID.signingCertificateV2)
  const list = inside(newer ?? attributes.get(OID.signingCertificate), TAG.sequence)
  const parts = inside(inside(list?.[0], TAG.sequence)?.[0], TAG.sequence)
  const first = parts?.[0]
  if (first?.tag === TAG.octets) return { hash: newer ? 'SHA-256' : 'SHA-1', digest: first.content }
  const algorithm = inside(first, TAG.sequence)?.[0]
  const hash = algorithm?.tag === TAG.oid ? HASHES[dottedOid(algorithm.content)] : undefined
  const digest = parts?.[1]
  return hash && digest?.tag === TAG.octets ? { hash, digest: digest.content } : null
}

function certificateFacts(bytes: Bytes) {
  const body = inside(inside(readOne(bytes, TAG.sequence), TAG.sequence)?.[0], TAG.sequence)
  if (!body) return null
  // The version stands first, and is left out in certificates of version 1.
  const [, , , validity, subject, publicKey] = body[0]?.tag === 0xa0 ? body.slice(1) : body
  const times = inside(validity, TAG.sequence)?.map(({ tag, content }) =>
    readTime(textOf(content) ?? '', tag === TAG.utcTime ? 2 : 4),
  )
  const extensions = inside(
    inside(
      body.find(({ tag }) => tag === 0xa3),
      0xa3,
    )?.[0],
    TAG.sequence,
  )
  const usage = extensions
    ?.map((extension) => inside(extension, TAG.sequence))
    .find((parts) => isOid(parts?.[0], OID.extendedUsage))
  const usages = inside(
    readOne(usage?.at(-1)?.content ?? new Uint8Array(), TAG.sequence),
    TAG.sequence,
  )
  if (!times?.[0] || !times[1] || !publicKey) return null
  return {
    name: commonNameOf(subject),
    from: times[0],
    until: times[1],
    publicKey,
    isForTimestamps: usages?.length === 1 && isOid(usages[0], OID.timeStamping),
  }
}

function commonNameOf(subject: Der | undefined): string {
  for (const set of inside(subject, TAG.sequence) ?? [])
    for (const pair of inside(set, TAG.set) ?? []) {
      const [type, value] = inside(pair, TAG.sequence) ?? []
      if (isOid(type, OID.commonName) && value) return textOf(value.content) ?? '?'
    }
  return '?'
}

/** `20261121080000Z` as ISO; years of two digits turn over at 50 (RFC 5280). */
function readTime(text: string, digits: 2 | 4): string | null {
  const parts = new RegExp(
    `^(\\d{${digits}})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\.\\d+)?Z$`,
  ).exec(text)
  if (!parts) return null
  const [, year = '', month, day, hour, minute, second, fraction = ''] = parts
  const whole = digits === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  return `${whole}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4).padEnd(fraction ? 4 : 0, '0')}Z`
}

async function verifySignature(
  subtle: SubtleCrypto,
  publicKey: Der,
  { algorithm, attributes, signature }: Signer,
  digest: string,
): Promise<boolean | null> {
  const name = dottedOid(algorithm[0]!.content)
  const [family, hash] = name === OID.rsa ? (['RSA', digest] as const) : (SIGNATURES[name] ?? [])
  if (!family || !hash) return null
  // Signed attributes are signed as a SET, and stand in the token under another tag (RFC 5652 §5.4).
  const message = der(TAG.set, attributes)
  try {
    if (family === 'RSA') {
      const how = { name: 'RSASSA-PKCS1-v1_5', hash }
      const key = await subtle.importKey('spki', publicKey.whole, how, false, ['verify'])
      return await subtle.verify(how, key, Uint8Array.from(signature), message)
    }
    const curve = inside(inside(publicKey, TAG.sequence)?.[0], TAG.sequence)?.[1]
    const [namedCurve, size] = CURVES[curve?.tag === TAG.oid ? dottedOid(curve.content) : ''] ?? []
    const raw = size === undefined ? null : rawSignature(signature, size)
    if (!namedCurve || !raw) return raw === null && size !== undefined ? false : null
    const how = { name: 'ECDSA', namedCurve, hash }
    const key = await subtle.importKey('spki', publicKey.whole, how, false, ['verify'])
    return await subtle.verify(how, key, raw, message)
  } catch {
    return false
  }
}
