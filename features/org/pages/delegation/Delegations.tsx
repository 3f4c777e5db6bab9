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
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Delegation } from '../../delegation/contract.ts'
import { AskDelegation } from './AskDelegation.tsx'
import { delegationChanged } from './delegationChanged.ts'

/** 请人代谈: whom one has asked to lead one's talks, and by whom one was asked. */
export function Delegations() {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const { data, error, refetch } = useQuery(api.org.delegation.list.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const mayAsk = data.reports.length === 0 ? 'org.delegation.noReports' : null
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.menu.settings'), to: '/settings' }]}
        title={t('org.delegation.title')}
        sub={t('org.delegation.sub')}
        actions={
          <ActionButton kind="primary" refusal={mayAsk} onClick={() => setAsking(true)}>
            {t('org.delegation.ask')}
          </ActionButton>
        }
      />
      <div className="stack measure">
        <List title={t('org.delegation.received')} items={data.received} isMine={false} />
        <List title={t('org.delegation.given')} items={data.given} isMine />
      </div>
      {isAsking && <AskDelegation reports={data.reports} onClose={() => setAsking(false)} />}
    </>
  )
}

function List({ title, items, isMine }: { title: string; items: Delegation[]; isMine: boolean }) {
  const { t } = useTranslation()
  const onSuccess = (words: string) => async () => {
    toast({ text: t(words) })
    await delegationChanged()
  }
  const answer = useMutation(
    api.org.delegation.answer.mutationOptions({
      onSuccess: (_, { accept }) =>
        onSuccess(accept ? 'org.delegation.accepted' : 'org.delegation.declined')(),
    }),
  )
  const withdraw = useMutation(
    api.org.delegation.withdraw.mutationOptions({
      onSuccess: async () => {
        setEnding(null)
        await onSuccess('org.delegation.ended')()
      },
    }),
  )
  const [ending, setEnding] = useState<Delegation | null>(null)
  return (
    <Card title={title}>
      {items.length === 0 ? (
        <EmptyState text={t(isMine ? 'org.delegation.noneGiven' : 'org.delegation.noneReceived')} />
      ) : (
        <ul>
          {items.map((one) => (
            <li key={one.id} className="row">
              <Words delegation={one} isMine={isMine} />
              <span className="end cluster">
                {one.refusals.answer === null && (
                  <>
                    <ActionButton
                      kind="primary"
                      busy={answer.isPending}
                      onClick={() => answer.mutate({ id: one.id, accept: true })}
                    >
                      {t('org.delegation.accept')}
                    </ActionButton>
                    <ActionButton onClick={() => answer.mutate({ id: one.id, accept: false })}>
                      {t('org.delegation.decline')}
                    </ActionButton>
                  </>
                )}
                {one.refusals.answer !== null && one.refusals.withdraw === null && (
                  <ActionButton kind="quiet" onClick={() => setEnding(one)}>
                    {t('org.delegation.withdraw')}
                  </ActionButton>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <ErrorNote error={answer.error} />
      <ConfirmDialog
        opened={ending !== null}
        title={t('org.delegation.endTitle', { name: (isMine ? ending?.to : ending?.from)?.name })}
        confirm={t('org.delegation.withdraw')}
        danger
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => ending && withdraw.mutate({ id: ending.id })}
        onClose={() => setEnding(null)}
      >
        <p>{t(isMine ? 'org.delegation.endGiven' : 'org.delegation.endReceived')}</p>
      </ConfirmDialog>
    </Card>
  )
}

const tones = {
  asked: 'w',
  planned: 'n',
  inForce: 'd',
  over: 'n',
  declined: 'n',
  withdrawn: 'n',
} as const

function Words({ delegation, isMine }: { delegation: Delegation; isMine: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { from, to, employees, fromOn, untilOn, reason, state } = delegation
  return (
    <div>
      <b>
        {t(isMine ? 'org.delegation.to' : 'org.delegation.for', {
          name: isMine ? to.name : from.name,
        })}
      </b>{' '}
      <Tag kind={tones[state]}>{t(`org.delegation.state.${state}`)}</Tag>
      <br />
      <span className="small mute">
        {t('org.delegation.period', { from: f.day(fromOn), until: f.day(untilOn) })}
        {' · '}
        {employees
          ? t('org.delegation.employees', { names: f.list(employees.map(({ name }) => name)) })
          : t('org.delegation.everybody')}
        {' · '}
        {reason}
      </span>
    </div>
  )
}
