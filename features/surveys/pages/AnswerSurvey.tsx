import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { type Given, isWhole, ThreeQuestions, turnToOpen } from './ThreeQuestions.tsx'

/** Three short questions to whoever was asked, answered in a minute and once. */
export function AnswerSurvey() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation()
  const f = useFormat()
  const [given, setGiven] = useState<Given>({})
  const [remark, setRemark] = useState('')
  const [isAsking, setAsking] = useState(false)
  const { data, error, refetch } = admitted(
    useQuery(api.surveys.mine.queryOptions({ input: { id } })),
  )
  const send = useMutation(
    api.surveys.answer.mutationOptions({
      onSuccess: async () => {
        await refetch()
        void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
      },
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const hand = () => {
    if (isWhole(given)) send.mutate({ id, answers: given, remark })
    else {
      setAsking(true)
      turnToOpen(given)
    }
  }
  return (
    <>
      <PageHeader
        title={t('surveys.answer.title')}
        sub={t('surveys.answer.sub', { day: f.day(data.closesOn) })}
      />
      {data.answered || data.state !== 'open' ? (
        <EmptyState
          text={t(
            data.answered
              ? 'surveys.answer.done'
              : data.state === 'over'
                ? 'surveys.refusal.over'
                : 'surveys.refusal.notYet',
          )}
          action={<ActionButton to="/">{t('surveys.answer.back')}</ActionButton>}
        />
      ) : (
        <form className="stack" onSubmit={(event) => (event.preventDefault(), hand())}>
          <Card tone="sunken">
            <p className="measure">{t('surveys.answer.who', { k: data.k })}</p>
            <p className="small mute measure">{t('surveys.answer.limit')}</p>
          </Card>
          <Card>
            <div className="stack">
              <ThreeQuestions given={given} isAsking={isAsking} onChange={setGiven} />
              <TextInput
                label={t('surveys.answer.remark')}
                description={t('surveys.answer.remarkHint')}
                maxLength={200}
                value={remark}
                onChange={(event) => setRemark(event.currentTarget.value)}
              />
              <ErrorNote error={send.error} />
              <div>
                <ActionButton kind="primary" type="submit" busy={send.isPending}>
                  {t('surveys.answer.send')}
                </ActionButton>
              </div>
            </div>
          </Card>
        </form>
      )}
    </>
  )
}
