/** Surnames of two characters that are common enough to be met. */
export const compound =
  /^(欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|司空|令狐|西门|百里|呼延|东郭|拓跋)/

/** The sign for a name: the surname of a Chinese name, two initials of others. */
export function initialOf(name: string): string {
  const trimmed = name.trim()
  if (compound.test(trimmed) && [...trimmed].length > 2) return trimmed.slice(0, 2)
  if (/^\p{Script=Han}/u.test(trimmed)) return [...trimmed][0] ?? ''
  const words = trimmed.split(/[\s.·-]+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')
}
