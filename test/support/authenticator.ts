import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

type Cbor = number | string | Uint8Array | Map<Cbor, Cbor>

/** As much CBOR as authenticators speak. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.of((major << 5) | n)
      : n < 256
        ? Buffer.of((major << 5) | 24, n)
        : Buffer.of((major << 5) | 25, n >> 8, n & 255)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Map)
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)]),
    ])
  return Buffer.concat([head(2, value.length), value])
}

const kinds = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
type Kind = keyof typeof kinds

function coseOf(kind: Kind, key: KeyObject): Map<Cbor, Cbor> {
  const jwk = key.export({ format: 'jwk' })
  const part = (text: string | undefined) => Buffer.from(text!, 'base64url')
  if (kind === 'ES256')
    return new Map<Cbor, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, part(jwk.x)],
      [-3, part(jwk.y)],
    ])
  if (kind === 'EdDSA')
    return new Map<Cbor, Cbor>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part(jwk.x)],
    ])
  return new Map<Cbor, Cbor>([
    [1, 3],
    [3, -257],
    [-1, part(jwk.n)],
    [-2, part(jwk.e)],
  ])
}

/** How one answer differs from what an honest device would give. */
export interface Odd {
  origin?: string
  rpId?: string
  challenge?: string
  /** False: nobody looked whether it is the owner. */
  verified?: boolean
  /** What the counter says, instead of one more than last time. */
  counter?: number
}

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest()
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** A device with one key, in software: what browsers and authenticators do, and what a forger can do. */
export function newAuthenticator({
  kind = 'ES256' as Kind,
  synced = false,
  origin = 'http://localhost',
} = {}) {
  const { privateKey, publicKey } = kinds[kind]()
  const credentialId = randomBytes(32)
  let counter = 0
  let userHandle: string | undefined
  const id = base64url(credentialId)

  const client = (type: string, challenge: string, odd: Odd) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: odd.challenge ?? challenge,
        origin: odd.origin ?? origin,
        crossOrigin: false,
      }),
    )
  const data = (rpId: string, odd: Odd, attested?: Buffer) => {
    counter = odd.counter ?? (synced ? 0 : counter + 1)
    const flags =
      0x01 | (odd.verified === false ? 0 : 0x04) | (synced ? 0x18 : 0) | (attested ? 0x40 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([
      sha256(odd.rpId ?? rpId),
      Buffer.of(flags),
      count,
      ...(attested ? [attested] : []),
    ])
  }

  return {
    id,
    /** COSE */
    publicKey: cbor(coseOf(kind, publicKey)),
    /** Answers `addOptions`. */
    create(options: Record<string, unknown>, odd: Odd = {}) {
      const { challenge, rp, user } = options as {
        challenge: string
        rp: { id: string }
        user: { id: string }
      }
      userHandle = user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credentialId.length)
      const attested = Buffer.concat([
        Buffer.alloc(16),
        length,
        credentialId,
        cbor(coseOf(kind, publicKey)),
      ])
      const attestationObject = cbor(
        new Map<Cbor, Cbor>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', data(rp.id, odd, attested)],
        ]),
      )
      return {
        id,
        rawId: id,
        type: 'public-key' as const,
        authenticatorAttachment: 'platform' as const,
        response: {
          clientDataJSON: base64url(client('webauthn.create', challenge, odd)),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      }
    },
    /** Answers any options that ask for a key. */
    get(options: Record<string, unknown>, odd: Odd = {}) {
      const { challenge, rpId } = options as { challenge: string; rpId: string }
      const authenticatorData = data(rpId, odd)
      const clientData = client('webauthn.get', challenge, odd)
      const signed = Buffer.concat([authenticatorData, sha256(clientData)])
      return {
        id,
        rawId: id,
        type: 'public-key' as const,
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(sign(kind === 'EdDSA' ? null : 'sha256', signed, privateKey)),
          ...(userHandle && { userHandle }),
        },
      }
    },
  }
}
export type Authenticator = ReturnType<typeof newAuthenticator>
