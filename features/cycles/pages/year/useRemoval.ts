import { useTranslation } from 'react-i18next'
import { toast } from '../../../../ui/toasts.tsx'

/** A mutation as far as taking out needs it. */
interface Ask<Value> {
  mutate: (value: Value, options?: { onSuccess: () => void }) => void
}

/** Takes something out of the plan at once, and offers to put it back. */
export function useRemoval<Row extends { id: string; name: string }>(
  remove: Ask<{ id: string }>,
  save: Ask<Row>,
): (row: Row) => void {
  const { t } = useTranslation()
  return (row) =>
    remove.mutate(
      { id: row.id },
      {
        onSuccess: () =>
          toast({
            text: t('cycles.year.removed', { name: row.name }),
            undo: () => save.mutate(row),
          }),
      },
    )
}
