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
  const asked = welcome && { length: welcome.passwordLength, kinds: welcome.passwordKinds }
  const isShort = asked && value.length > 0 && [...value].length < asked.length
  const wrong = isShort ? t('accounts.refusal.passwordShort', asked) : error
  return (
    <PasswordInput
      label={label}
      // Until the rule is known its line stands empty, so that nothing moves when it comes.
      description={
        asked
          ? t('accounts.passwordHelp', asked) +
            (asked.kinds > 1 ? t('accounts.passwordHelpKinds', asked) : '')
          : '\u00a0'
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
