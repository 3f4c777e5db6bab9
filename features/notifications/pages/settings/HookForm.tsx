import { useState } from 'react'
import { PasswordInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { client } from '../../../../ui/api.ts'
import type { Channel } from '../../channels/contract.ts'
import { type Addressing, addressings, type HookKind } from '../../channels/rules.ts'
import { ChannelForm } from './ChannelForm.tsx'

/** A chat robot or an interface of one's own: its address is a secret, and so is its key. */
export function HookForm({
  channel: { hook, hasSecret, isOn },
  kind,
  onClose,
  onSaved,
}: {
  channel: Channel
  kind: HookKind
  onClose: () => void
  onSaved: () => void
}) {
  const { t } = useTranslation()
  const [url, setUrl] = useState('')
  const [key, setKey] = useState('')
  const [addressing, setAddressing] = useState<Addressing>(hook?.addressing ?? 'nobody')
  const [isTurnedOn, setTurnedOn] = useState(isOn || !hook)
  const save = () =>
    client.notifications.channels.saveHook({
      kind,
      ...(url && { url }),
      ...(key && { key }),
      addressing,
      isOn: isTurnedOn,
    })
  // A robot of 企业微信 is known by its address alone.
  const isSigned = kind !== 'wecom'
  return (
    <ChannelForm
      isOn={isTurnedOn}
      onTurn={setTurnedOn}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
    >
      <PasswordInput
        label={t('delivery.hookForm.url')}
        description={t(hasSecret ? 'delivery.hookForm.urlKept' : 'delivery.hookForm.urlNote')}
        required={!hasSecret}
        autoComplete="off"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value.trim())}
        visibilityToggleButtonProps={{ 'aria-label': t('delivery.hookForm.showUrl') }}
      />
      {isSigned && (
        <PasswordInput
          label={t('delivery.hookForm.key')}
          description={t(hook?.hasKey ? 'delivery.hookForm.keyKept' : 'delivery.hookForm.keyNote')}
          autoComplete="off"
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('delivery.hookForm.showKey') }}
        />
      )}
      <Select
        label={t('delivery.hookForm.addressing')}
        description={t('delivery.hookForm.addressingNote')}
        data={addressings
          .filter((value) => kind !== 'feishu' || value !== 'phone')
          .map((value) => ({ value, label: t(`delivery.hookForm.addressings.${value}`) }))}
        value={addressing}
        allowDeselect={false}
        onChange={(value) => value && setAddressing(value as Addressing)}
      />
    </ChannelForm>
  )
}
