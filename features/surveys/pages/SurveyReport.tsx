import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { mostRemarks, questionKeys } from '../rules.ts'
import { Departments } from './Departments.tsx'
import { HrView } from './HrView.tsx'
import { Views } from './Views.tsx'
import styles from './Surveys.module.css'

/** How far a survey is, and once it is over, three views of the same talks side by side. */
export function SurveyReport() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation()
  const f = useFormat()
  const [isClosing, setClosing] = useState(false)
  const { data, error, refetch } = admitted(
    useQuery(api.surveys.report.queryOptions({ input: { id } })),
  )
  const close = useMutation(
    api.surveys.close.mutationOptions({
      onSuccess: () => {
        setClosing(false)
        void queryClient.invalidateQueries({ queryKey: api.surveys.key() })
      },
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { result, answered, invited, k } = data
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('cycles.title'), to: '/cycles' },
          { text: t('surveys.title'), to: '/surveys' },
        ]}
        title={t('surveys.report.title', { days: f.range(data.opensOn, data.closesOn) })}
        sub={t('surveys.report.sub', {
          whom: data.departments ? f.list(data.departments) : t('surveys.everybody'),
          managers: f.of(answered.manager, invited.manager),
          employees: f.of(answered.employee, invited.employee),
        })}
        actions={
          !result && (
            <ActionButton onClick={() => setClosing(true)}>{t('surveys.close.title')}</ActionButton>
          )
        }
      />
      <div className="stack">
        {result ? (
          <>
            {questionKeys.map((question) => (
              <Views key={question} question={question} report={data} result={result} />
            ))}
            {result.departments.length > 0 && <Departments rows={result.departments} />}
            {result.remarks.length > 0 && (
              <Card
                title={t('surveys.report.remarks')}
                note={t(
                  result.remarks.length < mostRemarks
                    ? 'surveys.report.remarksNote'
                    : 'surveys.report.remarksDrawn',
                  { most: mostRemarks },
                )}
              >
                <ul className={styles.remarks}>
                  {result.remarks.map((words, at) => (
                    <li key={at}>“{words}”</li>
                  ))}
                </ul>
              </Card>
            )}
          </>
        ) : (
          <>
            <Card tone="sunken">
              <p className="measure">{t('surveys.report.waits', { k })}</p>
            </Card>
            <HrView key={JSON.stringify(data.hrView)} survey={data} />
          </>
        )}
      </div>
      <ConfirmDialog
        opened={isClosing}
        title={t('surveys.close.title')}
        confirm={t('surveys.close.confirm')}
        busy={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate({ id })}
        onClose={() => setClosing(false)}
      >
        <p>{t(data.hrView ? 'surveys.close.text' : 'surveys.close.textWithoutHr')}</p>
      </ConfirmDialog>
    </>
  )
}
