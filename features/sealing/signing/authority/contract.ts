import type { Outcome } from '../../rules.ts'

// S3: the seam at which a licensed certification authority (电子认证服务机构) is connected. There is no adapter in
// here, because there is no honest one without a licence; `docs/sign.md` says what one has to do.

/** One person's signature over 32 bytes is asked for; no content leaves the house. */
export interface AuthorityRequest {
  /** `signingChallenge` of what the person was shown: the same bytes a passkey would sign. */
  challenge: Uint8Array<ArrayBuffer>
  /** Who signs. That it is this person is for the authority to find out, by its own means. */
  person: { name: string; employeeNo: string }
  /** What the authority tells the person before they sign. */
  about: { organization: string; version: number; outcome: Outcome }
}

/** What is sealed with the record, so that it can be checked without the authority. */
export interface AuthoritySignature {
  /** CMS SignedData (RFC 5652), detached, over the challenge: DER. */
  cms: Uint8Array<ArrayBuffer>
  /** The signer's certificate and those above it, the signer's first: DER. */
  certificates: Uint8Array<ArrayBuffer>[]
  /** OCSP responses (RFC 6960) that show that none of them was revoked then: DER. */
  revocation: Uint8Array<ArrayBuffer>[]
}

/** An authority as an adapter speaks for it. */
export interface SigningAuthority {
  /** As printed beside a signature, with the number of its licence (电子认证服务许可证). */
  readonly name: string
  readonly licence: string
  /**
   * Lets the person sign. Resolves once they have; nothing is signed before, and an answer that comes after `signal`
   * has been aborted is thrown away.
   * @throws when the person declined, the authority cannot be reached, or its answer does not hold
   */
  sign(request: AuthorityRequest, signal: AbortSignal): Promise<AuthoritySignature>
}
