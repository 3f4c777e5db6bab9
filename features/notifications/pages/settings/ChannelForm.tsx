import { type ReactNode, useState } from 'react'
import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { toast } from '../../../../ui/toasts.tsx'

interface Props {
  /** What this way needs to know. */
  children: ReactNode
  isOn: boolean
  onTurn: (isOn: boolean) => void
  save: () => Promise<unknown>
  onSaved: () => void
  onClose: () => void
}

/** Setting a way up: turned on or not, and saved only after the password was given again. */
export function ChannelForm({ children, isOn, onTurn, save, onSaved, onClose }: Props) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        setAsking(true)
      }}
    >
      {children}
      <Switch
        label={t('delivery.channels.turnOn')}
        checked={isOn}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
      <div className="cluster">
        <ActionButton kind="primary" type="submit">
          {t('delivery.save')}
        </ActionButton>
        <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
      </div>
      {isAsking && (
        <StepUp
          title={t('delivery.channels.stepUp')}
          text={t('delivery.channels.stepUpText')}
          confirm={t('delivery.save')}
          act={save}
          onDone={() => {
            toast({ text: t('delivery.channels.saved') })
            onSaved()
            onClose()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  )
}
