import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { failureOf } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { StepProps } from './stepProps.ts'
import { Obstacles } from './DryRun.tsx'
import { Pilot } from './Pilot.tsx'

/** The last look before many people get something to do. */
export function Launch({ cycle, draft, change, flush }: StepProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const {
    data: dry,
    error,
    refetch,
  } = useQuery(api.cycles.dryRun.queryOptions({ input: { id: cycle.id } }))
  const isPiloting = cycle.state === 'piloting'
  const launch = useMutation(
    api.cycles[isPiloting ? 'rollOut' : 'launch'].mutationOptions({
      onSuccess: async (launched) => {
        queryClient.setQueryData(api.cycles.get.queryKey({ input: { id: cycle.id } }), launched)
        await queryClient.invalidateQueries({ queryKey: api.cycles.list.key() })
        // What a pilot showed is not what a roll-out shows.
        for (const part of [api.cycles.monitor, api.cycles.waits, api.cycles.participants])
          queryClient.removeQueries({ queryKey: part.key() })
        await navigate({ to: '/cycles/$id', params: { id: cycle.id } as never })
      },
      onError: (failure) => void (failureOf(failure).kind === 'conflict' && refetch()),
    }),
  )
  if (failureIn({ data: dry, error }))
    return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!dry) return <Pending />
  const [obstacle] = dry.obstacles
  const words = isPiloting ? 'cycles.rollOut' : 'cycles.launch'
  const people = f.count(isPiloting ? dry.people : dry.launching)
  return (
    <>
      <Obstacles dry={dry} />
      {!isPiloting && <Pilot draft={draft} change={change} dry={dry} />}
      <Card title={t(`${words}.title`)}>
        <div className="stack">
          <p className="measure">
            {t(`${words}.what`, {
              people: f.count(dry.people),
              piloted: f.count(dry.piloted),
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
            {dry.findings.noAccount > 0 && (
              <li>
                {t('cycles.launch.noAccount', {
                  count: dry.findings.noAccount,
                  shown: f.count(dry.findings.noAccount),
                })}
              </li>
            )}
            <li>{t('cycles.launch.leave')}</li>
          </ul>
          <div className="cluster">
            <ActionButton
              kind="primary"
              refusal={
                (dry.people > 0 || !isPiloting ? obstacle?.reason : null) ??
                cycle.refusals[isPiloting ? 'rollOut' : 'launch']
              }
              refusalParams={{ count: obstacle?.count ?? 0 }}
              onClick={() => setAsking(true)}
            >
              {t(`${words}.do`)}
            </ActionButton>
          </div>
        </div>
      </Card>
      <ConfirmDialog
        opened={isAsking}
        title={t(`${words}.confirm`, { name: draft.name })}
        confirm={t(`${words}.do`)}
        busy={launch.isPending}
        error={launch.error}
        onConfirm={async () =>
          void (
            (await flush()) &&
            launch.mutate({ id: cycle.id, people: isPiloting ? dry.people : dry.launching })
          )
        }
        onClose={() => setAsking(false)}
      >
        {t('cycles.launch.confirmWhat', { people })}
      </ConfirmDialog>
    </>
  )
}
