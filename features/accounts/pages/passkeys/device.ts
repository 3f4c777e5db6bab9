import { ORPCError } from '@orpc/client'
import { siteOf } from '../../passkeys/rules.ts'

/** Why this page cannot ask for passkeys, as a message key; null when it can. */
export function passkeyRefusal(): string | null {
  if (!isSecureContext || !siteOf(location.origin)) return 'accounts.passkeyElsewhere'
  return 'PublicKeyCredential' in globalThis ? null : 'accounts.passkeyNoBrowser'
}

/** Lets the browser ask for one of the passkeys the options allow. @throws with the words for what went wrong */
export async function askDevice(options: Record<string, unknown>) {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON: options as never }).catch(explain)
}

/** Lets the browser make a new passkey. @throws with the words for what went wrong */
export async function makePasskey(options: Record<string, unknown>) {
  const { startRegistration } = await import('@simplewebauthn/browser')
  return startRegistration({ optionsJSON: options as never }).catch(explain)
}

const reasons: Record<string, string> = {
  InvalidStateError: 'accounts.passkeyKnown',
  SecurityError: 'accounts.passkeyElsewhere',
  ConstraintError: 'accounts.passkeyUnverified',
  NotSupportedError: 'accounts.passkeyUnverified',
}

// Browsers say the same of a person who changed their mind, of one who waited, and of a device without a key.
function explain(error: unknown): never {
  const reason = reasons[(error as Error).name] ?? 'accounts.passkeyCancelled'
  throw new ORPCError('BAD_REQUEST', { message: reason, data: { reason, params: {} } })
}
