/**
 * A cell that a spreadsheet program shows as text and never runs: what begins like a formula gets
 * an apostrophe in front (ASVS 1.2.10; also the full-width signs, which Excel folds).
 */
export const safeCell = (text: string): string =>
  /^[=+\-@\t\r\0＝＋－＠]/.test(text) ? `'${text}` : text

/** Rows as CSV that Excel opens in the right encoding: BOM, CRLF, every cell safe. */
export const safeCsv = (rows: readonly (readonly string[])[]): string =>
  '\ufeff' +
  rows
    .map((row) => row.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(',') + '\r\n')
    .join('')
