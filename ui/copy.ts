/**
 * Copies a text. Over plain HTTP browsers offer pages no clipboard, and some refuse theirs; then it is copied as by hand.
 * @throws Error where that is refused as well
 */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    copyByHand(text)
  }
}

function copyByHand(text: string) {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // Within an open dialog, which takes back the focus from whatever is outside it.
  const place = before?.closest('[role=dialog]') ?? document.body
  place.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  if (!isCopied) throw new Error('nothing could be copied')
}
