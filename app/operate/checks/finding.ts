/** One line of `cuxi doctor`. `note` is worth knowing and nothing to repair. */
export interface Finding {
  name: string
  state: 'ok' | 'bad' | 'note'
  zh: string
  en: string
  /** What to do about it. */
  todo?: { zh: string; en: string }
}

export const ok = (name: string, zh: string, en: string): Finding => ({ name, state: 'ok', zh, en })

export const note = (name: string, zh: string, en: string): Finding => ({
  name,
  state: 'note',
  zh,
  en,
})

export const bad = (
  name: string,
  words: { zh: string; en: string },
  todo: { zh: string; en: string },
): Finding => ({ name, state: 'bad', ...words, todo })
