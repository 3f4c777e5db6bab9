import { PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { publicApi } from '../../../ui/api.ts'

interface Props {
  label: string
  value: string
  onChange: (password: string) => void
  autoFocus?: boolean
  /** What is wrong with it besides its length. */
  error?: string | undefined
}

/** Takes a new password and says beforehand what it has to be here. */
export function NewPassword({ label, value, onChange, autoFocus, error }: Props) {
  const { t } = useTranslation()
  const { data: welcome } = useQuery(publicApi.accounts.welcome.queryOptions())
  const length = welcome?.passwordLength ?? 0
  const kinds = welcome?.passwordKinds ?? 1
  const tooShort = value.length > 0 && [...value].length < length
  const wrong = tooShort ? t('accounts.refusal.passwordShort', { length }) : error
  return (
    <PasswordInput
      label={label}
      description={
        t('accounts.passwordHelp', { length }) +
        (kinds > 1 ? t('accounts.passwordHelpKinds', { kinds }) : '')
      }
      required
      maxLength={200}
      autoComplete="new-password"
      autoFocus={autoFocus ?? false}
      value={value}
      error={wrong}
      // The library marks the frame around it only.
      aria-invalid={Boolean(wrong)}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword') }}
    />
  )
}
