import type { ReactNode } from 'react'
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { DayField } from '../draft/DayField.tsx'

/** What everything in the plan has: a name and its days. */
interface Stretch {
  name: string
  startsOn: string
  endsOn: string
}

interface Props {
  title: string
  value: Stretch
  onChange: (part: Partial<Stretch>) => void
  /** What else there is to fill in, between the name and the days. */
  children: ReactNode
  /** Below the days. */
  after?: ReactNode
  busy: boolean
  error: unknown
  onSave: () => void
  onClose: () => void
}

/** A name, days in their order, and whatever the thing itself asks for. */
export function PlanDialog({
  title,
  value,
  onChange,
  children,
  after,
  busy,
  error,
  onSave,
  onClose,
}: Props) {
  const { t } = useTranslation()
  const reversed = value.endsOn < value.startsOn
  return (
    <Dialog opened title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (value.name.trim() && !reversed) onSave()
        }}
      >
        <TextInput
          label={t('cycles.name')}
          required
          maxLength={100}
          data-autofocus
          value={value.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        {children}
        <DayField
          label={t('cycles.year.from')}
          value={value.startsOn}
          onChange={(startsOn) => onChange({ startsOn })}
        />
        <DayField
          label={t('cycles.year.to')}
          value={value.endsOn}
          error={reversed && t('cycles.refusal.endBeforeStart')}
          onChange={(endsOn) => onChange({ endsOn })}
        />
        {after}
        <ErrorNote error={error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={busy}>
            {t('cycles.year.save')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
