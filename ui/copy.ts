/** Copies all that stands in a field. Over plain HTTP browsers offer pages no clipboard; there it is copied as by hand. */
export async function copyFrom(field: HTMLTextAreaElement): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value)
  field.select()
  document.execCommand('copy')
}
