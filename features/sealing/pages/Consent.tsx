import type { ReactNode } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { agreement } from '../signing/agreement/rules.ts'
import styles from './Consent.module.css'

/** What somebody said to the agreement, and a way to say it. */
export function useAgreement() {
  const { i18n } = useTranslation()
  const locale = i18n.language === 'en' ? ('en' as const) : ('zh-CN' as const)
  const state = useQuery(api.signing.agreement.queryOptions())
  const answer = useMutation(
    api.signing.answerAgreement.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.signing.agreement.key() }),
    }),
  )
  return {
    text: agreement[locale],
    state,
    answer,
    say: (agreed: boolean) => answer.mutate({ version: agreement.version, locale, agreed }),
  }
}

/** The agreement on electronic signatures, as it stands now. */
export function AgreementText({ text }: { text: ReturnType<typeof useAgreement>['text'] }) {
  return (
    <div className="stack">
      <p>{text.lead}</p>
      {text.sections.map(({ heading, points }) => (
        <section key={heading}>
          <h3>{heading}</h3>
          <ul className={styles.points}>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** Lets people on to sign once they have agreed; before that it shows the text and what else they can do. */
export function Consent({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { text, state, answer, say } = useAgreement()
  const { data, error, refetch } = state
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  if (data.agreed) return <>{children}</>
  return (
    <Card title={text.title} tone="waiting">
      <div className="stack">
        {data.agreed === false ? (
          <p>{t('sealing.agreement.declined')}</p>
        ) : (
          <p>{t(data.isChanged ? 'sealing.agreement.changed' : 'sealing.agreement.first')}</p>
        )}
        <div
          className={styles.text}
          role="region"
          aria-label={t('sealing.agreement.read')}
          tabIndex={0}
        >
          <AgreementText text={text} />
        </div>
        <ErrorNote error={answer.error} />
        <div className="cluster">
          <ActionButton
            kind="primary"
            busy={answer.isPending && answer.variables.agreed}
            onClick={() => say(true)}
          >
            {t('sealing.agreement.agree')}
          </ActionButton>
          {data.agreed === null && (
            <ActionButton
              busy={answer.isPending && !answer.variables.agreed}
              onClick={() => say(false)}
            >
              {t('sealing.agreement.decline')}
            </ActionButton>
          )}
        </div>
        {data.agreed === null && <p className="small mute">{t('sealing.agreement.otherwise')}</p>}
      </div>
    </Card>
  )
}
