const readable = /[\p{L}\p{N}]/u
const clean = (word: string) =>
  word
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')

// Neighbouring characters of Chinese: what a cutter divides differently in query and text still meets.
function pairsIn(text: string): string[] {
  const runs = text.match(/\p{Script=Han}+/gu) ?? []
  return runs.flatMap((run) => {
    const characters = [...run]
    return characters.slice(0, -1).map((character, i) => character + characters[i + 1]!)
  })
}

/** The words by which a text is found: those the cutter sees, each character, and each pair of neighbours. */
export const wordsToIndex = (cut: string[], text: string): string[] => [
  ...new Set([
    ...cut.filter((word) => readable.test(word)).map(clean),
    ...pairsIn(text),
    ...(text.match(/\p{Script=Han}/gu) ?? []),
  ]),
]

/** The words that all have to be there; a long word is asked for by its pairs. */
export function searchWords(cut: string[], text: string): string[] {
  const words = cut
    .filter((word) => readable.test(word))
    .map(clean)
    .filter(Boolean)
  const asked = words.flatMap((word) => {
    const pairs = pairsIn(word)
    return pairs.length > 0 ? pairs : [word]
  })
  return [...new Set(asked.length > 0 ? asked : pairsIn(text))].slice(0, 30)
}
