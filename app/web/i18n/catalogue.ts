/** Files by path → one catalogue whose first names are the file names: `org.json` answers `t('org.…')`. */
export const catalogueOf = (files: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(files).map(([path, words]) => [
      path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
      words,
    ]),
  )
