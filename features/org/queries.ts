import { pinyin } from 'pinyin-pro'

/**
 * How a name sounds, for search: `王小明` → `{ pinyin: 'wang xiaoming', initials: 'wxm' }`. Written
 * with the person, so that a search never has to guess.
 */
export function nameSounds(name: string): { pinyin: string; initials: string } {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', mode: 'surname', nonZh: 'consecutive' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9 ]/g, '').trim())
    .filter(Boolean)
  return {
    pinyin: [syllables[0], syllables.slice(1).join('')].filter(Boolean).join(' '),
    initials: syllables.map((syllable) => syllable[0]).join(''),
  }
}
