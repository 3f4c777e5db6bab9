/** One line of `cuxi doctor`. `note` is worth knowing and nothing to repair. */
export interface Finding {
  name: string
  state: 'ok' | 'bad' | 'note'
  zh: string
  en: string
  /** What to do about it. */
  todo?: { zh: string; en: string }
}

/** Nothing to do. */
export const ok = (name: string, zh: string, en: string): Finding => ({ name, state: 'ok', zh, en })

/** Works, and is worth knowing. */
export const note = (name: string, zh: string, en: string): Finding => ({
  name,
  state: 'note',
  zh,
  en,
})

/** Does not work until somebody does something. */
export const bad = (
  name: string,
  words: { zh: string; en: string },
  todo: { zh: string; en: string },
): Finding => ({ name, state: 'bad', ...words, todo })
