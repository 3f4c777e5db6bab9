import { useState } from 'react'
import { NumberInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useDone } from './useDone.ts'

interface Kept {
  recordYears: number
  backupDays: number
}

/** How long records and their backups are kept; HR administration sets it, the others read it. */
export function Retention({ refusal, ...kept }: Kept & { refusal: string | null }) {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<Partial<Kept>>({})
  const done = useDone(() => setEdited({}))
  const save = useMutation(
    api.admin.privacy.setRetention.mutationOptions({
      onSuccess: () => done(t('admin.privacy.saved')),
    }),
  )
  const { recordYears, backupDays } = { ...kept, ...edited }
  const field = (key: keyof Kept, value: number, max: number) => (
    <NumberInput
      label={t(`admin.privacy.${key}`)}
      min={1}
      max={max}
      clampBehavior="strict"
      allowDecimal={false}
      readOnly={refusal !== null}
      value={value}
      onChange={(given) => setEdited({ ...edited, [key]: Number(given) || 1 })}
    />
  )
  return (
    <Card title={t('admin.privacy.years')}>
      <form
        className="stack"
        onSubmit={(event) => (event.preventDefault(), save.mutate({ recordYears, backupDays }))}
      >
        {field('recordYears', recordYears, 50)}
        {field('backupDays', backupDays, 365)}
        <ErrorNote error={save.error} />
        <div>
          <ActionButton type="submit" refusal={refusal} busy={save.isPending}>
            {t('admin.privacy.save')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
