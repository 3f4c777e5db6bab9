import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, fromHex, toHex, utf8 } from '../bytes/rules.ts'
import {
  canonicalText,
  readCanonical,
  type JsonObject,
  type JsonValue,
} from '../canonical/rules.ts'

// The idea is SD-JWT's: what is committed to are salted digests, so that a part can be left out and the rest still
// proves itself. A part is one value at the top of the document, or one entry of a list at the top.

/** Where a part stands: `minutes`, `fields/3`, `signatures/0/shown_hash`. */
export type Path = string

/**
 * What is bound to the whole content. Beside what is left, it would let somebody guess what was left out; so it is
 * a part of its own and goes first.
 */
const BOUND_TO_ALL = ['shown_hash', 'assertion']

/** Whether a part binds a signature to the whole content: it would tell of what was left out. */
export const tellsOfAll = (path: Path): boolean =>
  BOUND_TO_ALL.includes(path.split('/')[2] ?? '') && path.startsWith('signatures/')

/** What may be left out of an export, as it stands in the record. Who, when and by whose signature always stay. */
export const leavable = [
  'fields',
  'contributions',
  'gaps',
  'calibrations',
  'score',
  'minutes',
  'plan',
  'attachments',
] as const

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~')

/** Cuts a document into its parts; a list without entries is one part. */
export function partsOf(document: JsonObject): [Path, JsonValue][] {
  return Object.entries(document).flatMap(([key, value]): [Path, JsonValue][] => {
    const at = escaped(key)
    if (!Array.isArray(value) || value.length === 0) return [[at, value]]
    return value.flatMap((entry, i) =>
      key === 'signatures' ? signatureParts(`${at}/${i}`, entry) : [[`${at}/${i}`, entry]],
    )
  })
}

function signatureParts(path: Path, entry: JsonValue): [Path, JsonValue][] {
  const fields = Object.entries(entry as JsonObject)
  const own = fields.filter(([key]) => !BOUND_TO_ALL.includes(key))
  return [
    [path, Object.fromEntries(own)],
    ...fields
      .filter(([key]) => BOUND_TO_ALL.includes(key))
      .map(([key, value]): [Path, JsonValue] => [`${path}/${key}`, value]),
  ]
}

/** One part with its own salt (16 bytes, hex), as canonical text; its digest stands in the parted document. */
export const disclosureOf = (salt: string, path: Path, value: JsonValue): string =>
  canonicalText([salt, path, value])

/** SHA-256("cuxi/part/v1\0" ‖ disclosure), hex. */
export const digestOf = (disclosure: string): string =>
  toHex(sha256(concatBytes([utf8('cuxi/part/v1\0'), utf8(disclosure)])))

/** Turns a document's content into digests. `newSalt` gives 16 random bytes in hex for each part. */
export function cutIntoParts(
  content: JsonObject,
  newSalt: () => string,
): { parts: Record<Path, string>; disclosures: string[] } {
  const disclosures = partsOf(content)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, value]) => ({ path, text: disclosureOf(newSalt(), path, value) }))
  return {
    parts: Object.fromEntries(disclosures.map(({ path, text }) => [path, digestOf(text)])),
    disclosures: disclosures.map(({ text }) => text),
  }
}

/** The path a disclosure speaks for; null when it is none. */
export function pathOf(disclosure: string): Path | null {
  return readDisclosure(disclosure)?.path ?? null
}

function readDisclosure(text: string): { path: Path; value: JsonValue } | null {
  const list = readCanonical(utf8(text))
  if (!Array.isArray(list) || list.length !== 3) return null
  const [salt, path, value] = list as [JsonValue, JsonValue, JsonValue]
  if (typeof salt !== 'string' || !fromHex(salt, 16) || typeof path !== 'string') return null
  return { path, value }
}

/**
 * The content put together again. `wrong`: the first part that is not what was committed to; a part that is
 * there, but altered, is not `withheld`.
 */
export type Joined = { content: JsonObject; withheld: Path[]; wrong: Path | null }

/**
 * Puts the disclosed parts into their places and names those that are left out. A list closes up over what is missing.
 */
export function joinParts(parts: Record<Path, string>, disclosures: readonly string[]): Joined {
  const content: JsonObject = {}
  const lists = new Map<string, Map<number, JsonValue>>()
  const seen: Path[] = []
  const altered = new Set<Path>()
  let wrong: Path | null = null
  for (const text of disclosures) {
    const part = readDisclosure(text)
    // One order only, so that a file has one spelling.
    const isNext = part !== null && (seen.length === 0 || seen.at(-1)! < part.path)
    if (!part || !isNext || parts[part.path] !== digestOf(text)) {
      wrong ??= part?.path ?? '?'
      if (part) altered.add(part.path)
      continue
    }
    seen.push(part.path)
    const [key = '', index, field] = part.path.split('/').map(unescaped)
    if (index === undefined) content[key] = part.value
    else {
      const list = lists.get(key) ?? new Map<number, JsonValue>()
      lists.set(key, list)
      const entry = list.get(Number(index))
      list.set(
        Number(index),
        field === undefined
          ? part.value
          : { ...(entry as JsonObject | undefined), [field]: part.value },
      )
    }
  }
  for (const [key, list] of lists)
    content[key] = [...list.entries()].sort(([a], [b]) => a - b).map(([, value]) => value)
  const present = new Set([...seen, ...altered])
  return { content, wrong, withheld: Object.keys(parts).filter((path) => !present.has(path)) }
}

/** The disclosures that remain when some parts are left out, with everything that would tell of them. */
export function without(disclosures: readonly string[], left: readonly Path[]): string[] {
  if (left.length === 0) return [...disclosures]
  const out = new Set(left)
  return disclosures.filter((text) => {
    const path = pathOf(text)
    return path !== null && !out.has(path) && !tellsOfAll(path)
  })
}
