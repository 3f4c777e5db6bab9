import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../../../ui/failure.ts'
import { NewPassword } from './NewPassword.tsx'

/** What the server asks for once name and password were right. */
export type Asks = 'code' | 'newPassword'
export type Answers = Partial<Record<Asks, string>>

/** The answers as a part of what is sent to sign in; what was answered before is sent again. */
export const answersIn = ({ code, newPassword }: Answers) => ({
  ...(code && { code }),
  ...(newPassword && { next: newPassword }),
})

/** What an error says is to be answered anew; null leaves the question as it is. */
export function askedAnew(error: unknown): Asks | null {
  const { field } = failureOf(error)
  return field === 'code' ? 'code' : field === 'next' ? 'newPassword' : null
}

interface Props {
  asks: Asks
  answers: Answers
  onAnswer: (answers: Answers) => void
}

/** Asks for what is missing, after name and password. */
export function Asked({ asks, answers, onAnswer }: Props) {
  const { t } = useTranslation()
  if (asks === 'newPassword')
    return (
      <>
        <p>{t('accounts.signIn.passwordOld')}</p>
        <NewPassword
          label={t('accounts.signIn.newPassword')}
          autoFocus
          value={answers.newPassword ?? ''}
          onChange={(newPassword) => onAnswer({ ...answers, newPassword })}
        />
      </>
    )
  return (
    <TextInput
      label={t('accounts.signIn.code')}
      description={t('accounts.signIn.codeHelp')}
      autoComplete="one-time-code"
      required
      autoFocus
      maxLength={60}
      value={answers.code ?? ''}
      onChange={(event) => onAnswer({ ...answers, code: event.currentTarget.value })}
    />
  )
}
