import { useTranslation } from 'react-i18next'
import { NewPassword } from './NewPassword.tsx'

/** What the server asks for once name and password were right. */
export type Asks = 'newPassword'

/** The answer as a part of what is sent to sign in. */
export const answerTo = (asks: Asks | null, answer: string) => (asks ? { next: answer } : {})

interface Props {
  asks: Asks
  answer: string
  onAnswer: (answer: string) => void
}

/** Asks for what is missing, after name and password. */
export function Asked({ answer, onAnswer }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <p>{t('accounts.signIn.passwordOld')}</p>
      <NewPassword
        label={t('accounts.signIn.newPassword')}
        autoFocus
        value={answer}
        onChange={onAnswer}
      />
    </>
  )
}
