/** The algorithms of passkeys that every browser can check again: by COSE number. */
export const algorithmNames = { [-7]: 'ES256', [-8]: 'EdDSA', [-257]: 'RS256' } as const
export type Algorithm = (typeof algorithmNames)[keyof typeof algorithmNames]

/** A public key as WebCrypto takes it (RFC 7517), nothing in it that is not part of the key. */
export type PublicJwk =
  | { kty: 'EC'; crv: 'P-256'; x: string; y: string }
  | { kty: 'OKP'; crv: 'Ed25519'; x: string }
  | { kty: 'RSA'; n: string; e: string }

/** How a key was entered in the log; the proof that the leaf lies there comes with the evidence file. */
export type Enrolment = {
  /** Canonical text of a `KeyDocument`. */
  document: string
  /** 32 bytes, hex. */
  salt: string
  leaf: string
  /** The log's name, and the leaf's place in it. */
  log: string
  index: number
}

/** What proves an S2 signature, as it is sealed with the record. Bytes are base64url. */
export type Assertion = {
  credential_id: string
  public_key: PublicJwk
  alg: Algorithm
  authenticator_data: string
  client_data: string
  signature: string
  /** 32 bytes, hex: drawn when the person was asked to sign. */
  salt: string
  enrolment: Enrolment
}
