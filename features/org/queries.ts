import { pinyin } from 'pinyin-pro'

/**
 * How a name is typed by somebody who searches for it: `王小明` → `wangxiaoming`, `wxm`; 吕 is `lv`.
 * Family names are read as such (单 shan, 解 xie), letters stay letters, a character without a known
 * sound is left out. Written with the person, so that a search never has to guess.
 */
export function nameSounds(name: string): { pinyin: string; initials: string } {
  const syllables = pinyin(name, {
    toneType: 'none',
    type: 'array',
    surname: 'head',
    nonZh: 'consecutive',
    v: true,
  })
    .flatMap((syllable) =>
      syllable
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter(Boolean)
  return { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable[0]).join('') }
}
