import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { failureOf } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { StepProps } from '../CycleDraft.tsx'
import { Obstacles } from './DryRun.tsx'

/** The last look before many people get something to do. */
export function Launch({ cycle, draft, flush }: StepProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const {
    data: dry,
    error,
    refetch,
  } = useQuery(api.cycles.dryRun.queryOptions({ input: { id: cycle.id } }))
  const launch = useMutation(
    api.cycles.launch.mutationOptions({
      onSuccess: async (launched) => {
        queryClient.setQueryData(api.cycles.get.queryKey({ input: { id: cycle.id } }), launched)
        await queryClient.invalidateQueries({ queryKey: api.cycles.list.key() })
        await navigate({ to: '/cycles/$id', params: { id: cycle.id } as never })
      },
      onError: (failure) => void (failureOf(failure).kind === 'conflict' && refetch()),
    }),
  )
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!dry) return <Pending />
  const [obstacle] = dry.obstacles
  const people = f.count(dry.people)
  return (
    <>
      <Obstacles dry={dry} />
      <Card title={t('cycles.launch.title')}>
        <div className="stack">
          <p className="measure">
            {t('cycles.launch.what', {
              people,
              employed: f.count(dry.employed),
              managers: f.count(dry.managersInAll),
              hours: f.count(dry.hoursInAll),
            })}
          </p>
          <ul style={{ paddingLeft: 20, maxWidth: '36em' }}>
            <li>
              {t('cycles.launch.starts', {
                day: f.day(draft.startsOn),
                last: cycle.lastDueOn ? f.day(cycle.lastDueOn) : '–',
              })}
            </li>
            <li>{t('cycles.launch.freeze')}</li>
            <li>{t('cycles.launch.told')}</li>
            <li>{t('cycles.launch.leave')}</li>
          </ul>
          <div className="cluster">
            <ActionButton
              kind="primary"
              refusal={obstacle?.reason ?? cycle.refusals.launch}
              refusalParams={{ count: obstacle?.count ?? 0 }}
              onClick={() => setAsking(true)}
            >
              {t('cycles.launch.do')}
            </ActionButton>
          </div>
        </div>
      </Card>
      <ConfirmDialog
        opened={isAsking}
        title={t('cycles.launch.confirm', { name: draft.name })}
        confirm={t('cycles.launch.do')}
        busy={launch.isPending}
        error={launch.error}
        onConfirm={async () =>
          void ((await flush()) && launch.mutate({ id: cycle.id, people: dry.people }))
        }
        onClose={() => setAsking(false)}
      >
        {t('cycles.launch.confirmWhat', { people })}
      </ConfirmDialog>
    </>
  )
}
