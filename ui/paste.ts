/**
 * Calls `onCut` when a browser leaves out the end of a pasted text because a field holds no more:
 * browsers do that without a word.
 * @param onCut how many characters the field holds, and how many were left out.
 */
export function watchPaste(onCut: (max: number, cut: number) => void): void {
  document.addEventListener('paste', ({ target, clipboardData }) => {
    if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return
    const { maxLength, value, selectionStart, selectionEnd } = target
    if (maxLength < 0) return
    const replaced = (selectionEnd ?? 0) - (selectionStart ?? 0)
    const pasted = clipboardData?.getData('text').length ?? 0
    const cut = value.length - replaced + pasted - maxLength
    if (cut > 0) onCut(maxLength, cut)
  })
}
