import { type FormEvent, useMemo, useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { renderSVG } from 'uqr'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api } from '../../../ui/api.ts'

interface Props {
  begun: { key: string; link: string }
  onConfirmed: (recoveryCodes: string[]) => void
  onCancel: () => void
}

/** Takes the key to the phone and proves with a first code that it is there. */
export function Enrol({ begun, onConfirmed, onCancel }: Props) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const picture = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(renderSVG(begun.link, { border: 2 }))}`,
    [begun.link],
  )
  const confirm = useMutation(
    api.accounts.factor.confirm.mutationOptions({
      onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate({ code })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t('accounts.factor.enrol')}</p>
      <img src={picture} width={184} height={184} alt={t('accounts.factor.qr')} />
      <p>
        <a href={begun.link}>{t('accounts.factor.openHere')}</a>
      </p>
      <p>
        {t('accounts.factor.orType')}
        <br />
        <span className="mono">{begun.key}</span>
      </p>
      <TextInput
        label={t('accounts.factor.firstCode')}
        description={t('accounts.factor.firstCodeHelp')}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        maxLength={10}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <ErrorNote error={confirm.error} />
      <div className="cluster">
        <ActionButton kind="primary" type="submit" busy={confirm.isPending}>
          {t('accounts.factor.confirm')}
        </ActionButton>
        <ActionButton onClick={onCancel}>{t('ui.cancel')}</ActionButton>
      </div>
    </form>
  )
}
