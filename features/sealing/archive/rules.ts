import type { WitnessLevel } from '../verifier/findings/rules.ts'

/** A piece of a line; `strong` for names and amounts. */
export type Run = { text: string; strong?: boolean }
export type Rich = string | Run[]

export type Block =
  | { kind: 'heading'; text: string; level?: 1 | 2 }
  | { kind: 'paragraph'; text: Rich }
  /** A label and what stands behind it, such as one answered question. */
  | { kind: 'field'; label: string; text: Rich }
  | { kind: 'list'; items: Rich[]; ordered?: boolean }
  /** `widths` are shares of the page; numbers stand right-aligned. */
  | { kind: 'table'; head: string[]; rows: Rich[][]; widths?: number[]; right?: number[] }
  /** Small and grey. */
  | { kind: 'note'; text: Rich }

export type SignatureBlock = {
  /** What the person is here: 员工, 主管. */
  role: string
  name: string
  /** The outcome in words, as it was sealed. */
  words: string
  statement?: string | null
  /** Written out with its zone: `2026-11-20 15:06:41 +08:00`. */
  at: string
  /** Where from and how: `10.0.3.18 · 确认（S1）`. */
  detail: string
}

/** A page of explanation behind a record. */
export type AnnexPage = { locale: 'zh-CN' | 'en'; title: string; blocks: Block[] }

/** A page to be printed; it knows nothing about what kind of record it is. */
export type PrintDocument = {
  locale: 'zh-CN' | 'en'
  title: string
  subtitle: string
  blocks: Block[]
  signatures: SignatureBlock[]
  /** Pages behind the record, each beginning on a new one. */
  annex?: AnnexPage[]
  /** Null for something that is not sealed: then there is neither mark nor hash on it. */
  seal: {
    hash: string
    leafIndex: number
    treeSize: number
    sealedAt: string
    /** How far others vouch for the log; W0 when nothing is said. */
    level?: WitnessLevel
  } | null
}

/** A stretch of text the fonts can show, a character they cannot, or a line break. */
export type Piece = { t: string } | { u: string } | { br: true }

// Joiners, variation selectors and the like: without a picture of their own, so nothing is lost without one.
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064]|\p{Variation_Selector}/u
const OTHER_SPACE = /[\u2000-\u200a\u202f\u205f\u00a0\u1680]/u

/**
 * Cuts a text into what the fonts can show and what they cannot. A character without a picture becomes its code
 * point (`U+20BB7`): it must be missed by a reader, not by the page.
 */
export function piecesOf(text: string, has: (codePoint: number) => boolean): Piece[] {
  const pieces: Piece[] = []
  let shown = ''
  const flush = () => {
    if (shown !== '') pieces.push({ t: shown })
    shown = ''
  }
  for (const char of text.replaceAll('\t', '    ')) {
    const code = char.codePointAt(0)!
    if (char === '\n' || char === '\u2028' || char === '\u2029') {
      flush()
      pieces.push({ br: true })
    } else if (has(code)) shown += char
    else if (OTHER_SPACE.test(char)) shown += ' '
    else if (!INVISIBLE.test(char)) {
      flush()
      pieces.push({ u: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` })
    }
  }
  flush()
  return pieces
}

/** Which characters a TrueType or OpenType font has pictures for (cmap formats 4 and 12). */
export function coverageOf(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const cmap = tableAt(view, 'cmap')
  if (cmap === null) return () => false
  const ranges: [from: number, to: number][] = []
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 4 + i * 8 + 4)
    const format = view.getUint16(at)
    if (format === 12) ranges.push(...groupsOf(view, at))
    if (format === 4) ranges.push(...segmentsOf(view, at))
  }
  const known = new Set<number>()
  for (const [from, to] of ranges) for (let code = from; code <= to; code++) known.add(code)
  return (codePoint) => known.has(codePoint)
}

function tableAt(view: DataView, tag: string): number | null {
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + i * 16
    const name = String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)))
    if (name === tag) return view.getUint32(at + 8)
  }
  return null
}

function groupsOf(view: DataView, at: number): [number, number][] {
  return Array.from({ length: view.getUint32(at + 12) }, (_, i) => {
    const group = at + 16 + i * 12
    return [view.getUint32(group), view.getUint32(group + 4)]
  })
}

function segmentsOf(view: DataView, at: number): [number, number][] {
  const count = view.getUint16(at + 6) / 2
  const ranges: [number, number][] = []
  for (let i = 0; i < count; i++) {
    const end = view.getUint16(at + 14 + i * 2)
    const start = view.getUint16(at + 16 + count * 2 + i * 2)
    const delta = view.getUint16(at + 16 + count * 4 + i * 2)
    const offsetAt = at + 16 + count * 6 + i * 2
    const offset = view.getUint16(offsetAt)
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const glyph =
        offset === 0
          ? (code + delta) & 0xffff
          : view.getUint16(offsetAt + offset + (code - start) * 2)
      if (glyph !== 0) ranges.push([code, code])
    }
  }
  return ranges
}
