import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Mark } from '../../intervention/contract.ts'
import { SetMark } from './SetMark.tsx'
import { useDone } from './useDone.ts'

/** 核心人才标记: HR’s own marks, each for a time and with a reason. */
export function Marks() {
  const { t } = useTranslation()
  const [isSetting, setSetting] = useState(false)
  const { data, error, refetch } = useQuery(
    api.conversations.intervention.marks.list.queryOptions(),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('intervention.title'), to: '/interventions' }]}
        title={t('intervention.marks.title')}
        sub={t('intervention.marks.sub')}
        actions={
          <ActionButton kind="primary" onClick={() => setSetting(true)}>
            {t('intervention.marks.add')}
          </ActionButton>
        }
      />
      <div className="stack measure">
        {data.length === 0 ? (
          <EmptyState text={t('intervention.marks.none')} />
        ) : (
          <Card>
            <ul>
              {data.map((mark) => (
                <Row key={mark.id} mark={mark} />
              ))}
            </ul>
          </Card>
        )}
      </div>
      {isSetting && <SetMark onClose={() => setSetting(false)} />}
    </>
  )
}

function Row({ mark }: { mark: Mark }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isLifting, setLifting] = useState(false)
  const done = useDone()
  const lift = useMutation(
    api.conversations.intervention.marks.lift.mutationOptions({
      onSuccess: async () => {
        setLifting(false)
        await done(t('intervention.marks.lifted'))
      },
    }),
  )
  return (
    <li className="row">
      <div>
        <b>{mark.person.name}</b> <span className="small mute">{mark.person.department}</span>
        <br />
        {mark.reason ?? <span className="mute">{t('intervention.marks.hidden')}</span>}
        <br />
        <span className="small mute">
          {t('intervention.marks.row', { until: f.day(mark.untilOn), by: mark.setBy.name })}
        </span>
      </div>
      <div className="end">
        <ActionButton
          kind="quiet"
          aria-label={`${t('intervention.marks.lift')} ${mark.person.name}`}
          onClick={() => setLifting(true)}
        >
          {t('intervention.marks.lift')}
        </ActionButton>
      </div>
      <ConfirmDialog
        opened={isLifting}
        title={t('intervention.marks.liftTitle', { name: mark.person.name })}
        confirm={t('intervention.marks.lift')}
        busy={lift.isPending}
        error={lift.error}
        onConfirm={() => lift.mutate({ id: mark.id })}
        onClose={() => setLifting(false)}
      >
        {t('intervention.marks.liftText')}
      </ConfirmDialog>
    </li>
  )
}
