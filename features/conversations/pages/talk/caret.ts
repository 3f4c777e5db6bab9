/** What one edit did to a text: at `at`, `removed` characters went and `added` came. UTF-16 units, as in a textarea. */
export interface Change {
  at: number
  removed: number
  added: string
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff

/** The smallest edit between two states of a text box, or null. A character outside the BMP is never cut in two. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end])
    end++
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--
  return {
    at: start,
    removed: before.length - start - end,
    added: after.slice(start, after.length - end),
  }
}

/** One piece of a text delta, as Yjs tells it. */
export type Piece = { retain?: number; delete?: number; insert?: unknown }

/** Where a caret stands after somebody else's edit: text before it pushes it along, text at it stays behind it. */
export function caretAfter(caret: number, delta: readonly Piece[]): number {
  let read = 0
  let moved = caret
  for (const piece of delta) {
    if (piece.retain) read += piece.retain
    else if (piece.delete) {
      const before = Math.max(0, Math.min(caret - read, piece.delete))
      moved -= before
      read += piece.delete
    } else if (typeof piece.insert === 'string' && read < caret) moved += piece.insert.length
  }
  return moved
}

/** Pieces of at most `size` UTF-16 units that never cut a character in two. */
export function piecesOf(text: string, size: number): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + size)
    if (to < text.length && isHigh(text.charCodeAt(to - 1))) to--
    pieces.push(text.slice(from, to))
    from = to
  }
  return pieces
}
