import { useState } from 'react'
import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { client } from '../../../../ui/api.ts'
import type { Channel } from '../../channels/contract.ts'
import { mailSecurities, type MailSettings } from '../../channels/rules.ts'
import { ChannelForm } from './ChannelForm.tsx'

type Security = MailSettings['security']
const usualPorts: Record<Security, number> = { tls: 465, starttls: 587, none: 25 }

/** The mail server: where, how it is protected, and who the mail is from. */
export function MailForm({
  channel: { mail, hasSecret, isOn },
  onClose,
  onSaved,
}: {
  channel: Channel
  onClose: () => void
  onSaved: () => void
}) {
  const { t } = useTranslation()
  const [said, setSaid] = useState({
    host: mail?.host ?? '',
    port: mail?.port ?? usualPorts.starttls,
    security: mail?.security ?? ('starttls' as Security),
    user: mail?.user ?? '',
    password: '',
    from: mail?.from ?? '',
    fromName: mail?.fromName ?? t('ui.product'),
    isOn: isOn || !mail,
  })
  const set = (change: Partial<typeof said>) => setSaid({ ...said, ...change })
  const { password, user, ...rest } = said
  const save = () =>
    client.notifications.channels.saveMail({
      ...rest,
      user: user || null,
      ...(user ? password && { password } : { password: null }),
    })
  return (
    <ChannelForm
      isOn={said.isOn}
      onTurn={(isOn) => set({ isOn })}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextInput
        label={t('delivery.mailForm.host')}
        placeholder="smtp.example.com"
        required
        value={said.host}
        onChange={(event) => set({ host: event.currentTarget.value })}
      />
      <Select
        label={t('delivery.mailForm.security')}
        data={mailSecurities.map((value) => ({
          value,
          label: t(`delivery.mailForm.securities.${value}`),
        }))}
        value={said.security}
        allowDeselect={false}
        onChange={(value) =>
          value && set({ security: value as Security, port: usualPorts[value as Security] })
        }
      />
      <NumberInput
        label={t('delivery.mailForm.port')}
        required
        min={1}
        max={65535}
        value={said.port}
        onChange={(value) => set({ port: Number(value) || 0 })}
      />
      <TextInput
        label={t('delivery.mailForm.user')}
        description={t('delivery.mailForm.userNote')}
        autoComplete="off"
        value={said.user}
        onChange={(event) => set({ user: event.currentTarget.value })}
      />
      {said.user && (
        <PasswordInput
          label={t('delivery.mailForm.password')}
          description={hasSecret ? t('delivery.mailForm.kept') : undefined}
          autoComplete="off"
          value={said.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword') }}
        />
      )}
      <TextInput
        label={t('delivery.mailForm.from')}
        type="email"
        required
        value={said.from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        label={t('delivery.mailForm.fromName')}
        required
        maxLength={80}
        value={said.fromName}
        onChange={(event) => set({ fromName: event.currentTarget.value })}
      />
    </ChannelForm>
  )
}
