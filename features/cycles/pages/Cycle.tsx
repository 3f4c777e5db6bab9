import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { useLive } from '../../../ui/live.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Cycle as CycleFacts } from '../contract.ts'
import { Monitor } from './monitor/Monitor.tsx'

/** One cycle: its launch while it runs, then who has done what. */
export function Cycle() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation()
  const cycle = admitted(
    useQuery(
      api.cycles.get.queryOptions({
        input: { id },
        // The stream brings news; asking anyway keeps the progress moving on a line without one.
        refetchInterval: ({ state }) => (state.data?.state === 'launching' ? 1500 : false),
      }),
    ),
  )
  useLive(id, [api.cycles.get.key({ input: { id } })])
  if (failureIn(cycle))
    return <ErrorNote error={cycle.error} onRetry={() => void cycle.refetch()} />
  if (!cycle.data) return <Pending />
  if (cycle.data.state === 'draft')
    return <Navigate to="/cycles/$id/edit" params={{ id } as never} replace />
  return cycle.data.state === 'launching' ? (
    <Launching cycle={cycle.data} />
  ) : (
    <Monitor
      cycle={cycle.data}
      actions={
        <>
          <Link to="/cycles/$id/standard" params={{ id } as never}>
            {t('cycles.monitor.standard')}
          </Link>
          <Link to="/cycles/$id/fullness" params={{ id } as never}>
            {t('cycles.monitor.fullness')}
          </Link>
          <Close cycle={cycle.data} />
        </>
      }
      notice={cycle.data.state === 'piloting' && <Piloting cycle={cycle.data} />}
    />
  )
}

function Launching({ cycle }: { cycle: CycleFacts }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={cycle.name}
        sub={t('cycles.launch.asked', { when: f.near(cycle.launch!.askedAt) })}
      />
      <Card>
        <Progress
          label={t('cycles.launch.progress')}
          done={cycle.launch!.done}
          whole={cycle.launch!.total || null}
          note={t('cycles.launch.mayLeave')}
        />
      </Card>
    </>
  )
}

/** A few teams have begun: what comes next, for those who decide it. */
function Piloting({ cycle }: { cycle: CycleFacts }) {
  const { t } = useTranslation()
  const edit = (step: string) => ({
    to: '/cycles/$id/edit',
    params: { id: cycle.id } as never,
    search: { step } as never,
  })
  return (
    <Card tone="waiting" title={t('cycles.pilot.running')}>
      <p className="measure">{t('cycles.pilot.next')}</p>
      {cycle.refusals.rollOut === null && (
        <p className="cluster" style={{ marginTop: 8 }}>
          <Link {...edit('design')}>{t('cycles.pilot.adjust')}</Link>
          <Link {...edit('launch')}>{t('cycles.rollOut.step')}</Link>
        </p>
      )}
    </Card>
  )
}

function Close({ cycle }: { cycle: CycleFacts }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const close = useMutation(
    api.cycles.close.mutationOptions({
      onSuccess: (closed) => {
        queryClient.setQueryData(api.cycles.get.queryKey({ input: { id: cycle.id } }), closed)
        setAsking(false)
      },
    }),
  )
  // Who only reads is not shown what only HR may do.
  if (cycle.state === 'closed' || cycle.refusals.close === 'cycles.onlyHr') return null
  return (
    <>
      <ActionButton refusal={cycle.refusals.close} onClick={() => setAsking(true)}>
        {t('cycles.close.do')}
      </ActionButton>
      <ConfirmDialog
        opened={isAsking}
        title={t('cycles.close.title', { name: cycle.name })}
        confirm={t('cycles.close.do')}
        busy={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate({ id: cycle.id })}
        onClose={() => setAsking(false)}
      >
        {t('cycles.close.what')}
      </ConfirmDialog>
    </>
  )
}
