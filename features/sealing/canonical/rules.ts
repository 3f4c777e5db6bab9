import canonicalize from 'canonicalize'

/** What may stand in a sealed record: no floats, no dates, nothing that two machines could print differently. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject
export type JsonObject = { [key: string]: JsonValue }

/** The first thing that keeps a value from being sealed: a message key and where it stands, e.g. `fields.plan[2].text`. */
export type Flaw = { reason: string; path: string }

/**
 * RFC 8785 text of any JSON value.
 * @throws when the value holds NaN, infinities, lone surrogates or a circle
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('a value without JSON form cannot be made canonical')
  return text
}

/** RFC 8785 bytes (UTF-8) of any JSON value. */
export const canonicalBytes = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(canonicalText(value))

// Bidirectional overrides make a page read differently from its bytes; that is why they count as control characters here.
const CONTROL = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/u
const TEXT_RULES: [reason: string, isBroken: (text: string) => boolean][] = [
  ['sealing.textMalformed', (text) => !text.isWellFormed()],
  ['sealing.textControl', (text) => CONTROL.test(text)],
  ['sealing.textNotNfc', (text) => text.normalize('NFC') !== text],
]
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])
const MAX_DEPTH = 64

/** Says why a value may not become record bytes, or null. Stricter than RFC 8785: see `docs/verify.md`. */
export function flawOf(value: unknown, path = '', depth = 0): Flaw | null {
  if (depth > MAX_DEPTH) return { reason: 'sealing.tooDeep', path }
  if (value === null || typeof value === 'boolean') return null
  if (typeof value === 'string') return flawOfText(value, path)
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? null : { reason: 'sealing.numberNotWhole', path }
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const flaw = flawOf(value[i], `${path}[${i}]`, depth + 1)
      if (flaw) return flaw
    }
    return null
  }
  if (typeof value !== 'object' || !isPlain(value))
    return { reason: 'sealing.valueUnsupported', path }
  for (const [key, inner] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`
    if (FORBIDDEN_KEYS.has(key)) return { reason: 'sealing.keyForbidden', path: here }
    const flaw = flawOfText(key, here) ?? flawOf(inner, here, depth + 1)
    if (flaw) return flaw
  }
  return null
}

function flawOfText(text: string, path: string): Flaw | null {
  const broken = TEXT_RULES.find(([, isBroken]) => isBroken(text))
  return broken ? { reason: broken[0], path } : null
}

function isPlain(value: object) {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * Text as it may be stored and later sealed: NFC, line feeds only, no control characters, no half characters.
 * For the place where people's text comes in; sealing itself never alters what it is given.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(new RegExp(CONTROL, 'gu'), '')
    .normalize('NFC')
}

/**
 * Reads bytes that claim to be canonical JSON.
 * @returns the value, or null when one byte differs from what we would have written
 */
export function readCanonical(bytes: Uint8Array): JsonValue | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value = JSON.parse(text) as JsonValue
    return canonicalText(value) === text ? value : null
  } catch {
    return null
  }
}
