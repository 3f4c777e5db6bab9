import { useTranslation } from 'react-i18next'
import { ActionButton } from './ActionButton.tsx'
import type { useHistory } from './useHistory.ts'

/** Back and forth through what was written, as buttons; the keys are the page’s. */
export function UndoRedo({
  undo,
  redo,
  canUndo,
  canRedo,
}: Pick<ReturnType<typeof useHistory>, 'undo' | 'redo' | 'canUndo' | 'canRedo'>) {
  const { t } = useTranslation()
  return (
    <>
      <ActionButton kind="quiet" onClick={undo} refusal={canUndo() ? null : 'ui.nothingToUndo'}>
        {t('ui.undo')}
      </ActionButton>
      <ActionButton kind="quiet" onClick={redo} refusal={canRedo() ? null : 'ui.nothingToRedo'}>
        {t('ui.redo')}
      </ActionButton>
    </>
  )
}
