/** Where the private half lives, as far as a browser tells. */
export type DeviceKind = 'thisDevice' | 'phone' | 'securityKey'
/** What proved, when a passkey was added, that its owner asked for it. */
export type Voucher = 'password' | 'passkey'

/** ES256, EdDSA, RS256: what every browser's WebCrypto can check again later. */
export const algorithms = [-8, -7, -257]

/** Minutes a browser may take to answer a challenge. */
export const challengeMinutes = 5

/** Which device holds a new passkey, told by how it was reached. */
export function deviceKindOf(
  attachment: string | undefined,
  transports: readonly string[],
): DeviceKind {
  if (attachment === 'platform' || transports.includes('internal')) return 'thisDevice'
  return transports.includes('hybrid') ? 'phone' : 'securityKey'
}

/**
 * Whether a counter went back: the key was copied, or its device set back (WebAuthn §6.1.1). Keys that
 * are synced between devices always say 0.
 */
export const wentBack = (known: number, now: number): boolean =>
  (known > 0 || now > 0) && now <= known

/** A site as WebAuthn needs it: the origin as the browser says it, and its host name. */
export interface Site {
  origin: string
  rpId: string
}

/** The site an address belongs to; null where browsers have no passkeys: addresses in numbers, and plain http elsewhere than on this machine. */
export function siteOf(address: string): Site | null {
  const url = URL.parse(address)
  if (!url) return null
  const isNumber = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')
  const isHere = url.hostname === 'localhost' || url.hostname.endsWith('.localhost')
  if (isNumber || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))) return null
  return { origin: url.origin, rpId: url.hostname }
}
