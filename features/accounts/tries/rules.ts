/** Failed tries by whom: how many are free, and the longest delay, in seconds. */
interface Patience {
  free: number
  most: number
}

/**
 * One name may be mistyped a few times. One address may be a whole company behind a router, so it
 * is slowed later and less; but one that tries many names is slowed before it has tried them all.
 */
export const patience = {
  name: { free: 5, most: 300 },
  address: { free: 50, most: 60 },
} satisfies Record<string, Patience>

/** A failure is forgotten after an hour without another one: the longest delay is long over then. */
export const forgottenAfterMinutes = 60

/** More failures than this are not kept, however many names and addresses are tried; the oldest go. */
export const mostKept = 20_000

/**
 * Seconds to wait before the next try after failed ones: the delay doubles from the last free one
 * up to the longest. A delay, not a lock: nobody can keep somebody else out for good (ASVS 6.3).
 */
export function secondsToWait(
  { failures, lastAt }: { failures: number; lastAt: Date },
  { free, most }: Patience,
  now: Date,
): number {
  if (failures < free) return 0
  const delay = Math.min(2 ** Math.min(failures - free + 1, 20), most)
  return Math.max(0, Math.ceil((lastAt.getTime() + delay * 1000 - now.getTime()) / 1000))
}

/**
 * The network an address is counted by: an IPv4 address itself, of an IPv6 address the half that a
 * provider gives to one household; the other half its owner may choose freely.
 */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.split('%', 1)[0]!.toLowerCase().split('::', 2)
  const front = head.split(':').filter(Boolean)
  const back = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
