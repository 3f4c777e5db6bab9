import { newAuthenticator, type Authenticator } from './authenticator.ts'
import type { Someone, Story } from './scenario.ts'

/** Somebody adds a passkey in their settings, and the log takes it in. */
export async function withPasskey(
  story: Story,
  someone: Someone,
  device: Authenticator = newAuthenticator(),
): Promise<{ device: Authenticator; id: string }> {
  const { passkeys } = story.as(someone, { steppedUp: true }).accounts
  const { id } = await passkeys.add({
    name: '我的手机',
    answer: device.create(await passkeys.addOptions()),
  })
  await story.settle()
  return { device, id }
}
