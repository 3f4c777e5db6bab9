import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'

/** What each of the two said to the sealed page and when, the reader first. */
export function SignedAs({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const isOwn = ({ role }: { role: string }) => role === talk.relation
  const answers = talk.signing.signatures
    .filter(({ role }) => role !== 'witness')
    .toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)))
  return (
    <>
      {answers.map((answer) => {
        // A no and a silence may have been recorded by somebody else.
        const isSigned = answer.outcome === 'agreed' || answer.outcome === 'readWithReservation'
        const key = `${isOwn(answer) ? 'you' : 'they'}${isSigned ? 'Signed' : 'Unsigned'}`
        return (
          <p key={answer.role} className={isOwn(answer) ? undefined : 'mute'}>
            {t(`conversations.follow.${key}`, {
              name: answer.name,
              when: f.dayTime(answer.at),
              outcome: t(`conversations.outcomeShort.${answer.outcome}`),
            })}
          </p>
        )
      })}
    </>
  )
}
