import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { AgreementText, useAgreement } from './Consent.tsx'

/** The agreement to read at any time, what one has said to it, and a way to change that. */
export function Agreement() {
  const { t } = useTranslation()
  const f = useFormat()
  const { text, state, answer, say } = useAgreement()
  const { data, error, refetch } = state
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('accounts.settings.title'), to: '/settings' }]}
        title={text.title}
        {...(data && { sub: t('sealing.agreement.version', { version: data.version }) })}
      />
      <div className="stack measure">
        <Card>
          <AgreementText text={text} />
        </Card>
        <ErrorNote error={error} onRetry={() => void refetch()} />
        {!data && !error && <Pending />}
        {data && (
          <Card title={t('sealing.agreement.yours')}>
            <div className="stack">
              <p>
                {data.agreed === null || !data.at
                  ? t('sealing.agreement.notYet')
                  : t(data.agreed ? 'sealing.agreement.saidYes' : 'sealing.agreement.saidNo', {
                      when: f.dayTime(data.at),
                    })}
              </p>
              <ErrorNote error={answer.error} />
              <div className="cluster">
                {!data.agreed && (
                  <ActionButton kind="primary" busy={answer.isPending} onClick={() => say(true)}>
                    {t('sealing.agreement.agree')}
                  </ActionButton>
                )}
                {data.agreed !== false && (
                  <ActionButton busy={answer.isPending} onClick={() => say(false)}>
                    {t(data.agreed ? 'sealing.agreement.withdraw' : 'sealing.agreement.decline')}
                  </ActionButton>
                )}
              </div>
            </div>
          </Card>
        )}
      </div>
    </>
  )
}
