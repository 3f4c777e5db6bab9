/**
 * Rows as CSV for spreadsheet programs: with a byte order mark so that Chinese opens right. A cell that
 * would start a formula gets an apostrophe.
 */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) => {
    const text =
      typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Hands a file to the person: a blob, or an address such as `/api/files/…`. */
export function download(name: string, what: Blob | string): void {
  const link = document.createElement('a')
  link.download = name
  link.href = typeof what === 'string' ? what : URL.createObjectURL(what)
  link.click()
  if (typeof what !== 'string') setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
