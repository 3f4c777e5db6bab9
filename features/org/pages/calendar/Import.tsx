import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { api } from '../../../../ui/api.ts'

/** Reads a file of holidays, shows what it says, and takes it over. */
export function Import({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const preview = useMutation(api.org.calendar.preview.mutationOptions())
  const take = useMutation(
    api.org.calendar.take.mutationOptions({
      onSuccess: () => {
        preview.reset()
        onDone()
      },
    }),
  )
  const read = async ([file]: File[]) => {
    if (file) preview.mutate({ text: await file.text() })
  }
  return (
    <div className="stack">
      <FileDrop
        label={t('org.calendar.file')}
        accept=".csv,.ics,.txt"
        maxBytes={500_000}
        hint={t('org.calendar.fileHint')}
        busy={preview.isPending}
        onFiles={(files) => void read(files)}
      />
      <ErrorNote error={preview.error} />
      {preview.data && (
        <div role="status" className="stack">
          <p>{t('org.calendar.found', { count: preview.data.days.length })}</p>
          {preview.data.problems.length > 0 && (
            <>
              <p>{t('org.calendar.notRead', { count: preview.data.problems.length })}</p>
              <ul className="small">
                {preview.data.problems.map(({ line, text }) => (
                  <li key={line}>{t('org.calendar.line', { line, text })}</li>
                ))}
              </ul>
            </>
          )}
          {preview.data.days.length > 0 && (
            <div>
              <ActionButton
                kind="primary"
                busy={take.isPending}
                onClick={() => take.mutate({ days: preview.data.days })}
              >
                {t('org.calendar.takeFile', { count: preview.data.days.length })}
              </ActionButton>
            </div>
          )}
          <ErrorNote error={take.error} />
        </div>
      )}
    </div>
  )
}
