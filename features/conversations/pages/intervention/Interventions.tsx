import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { HrCase } from '../../intervention/contract.ts'
import { CaseActs } from './CaseActs.tsx'

/** HR 介入: one’s own cases, and for HR administration that there are others. */
export function Interventions() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(api.conversations.intervention.list.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const open = data.filter(({ state }) => state !== 'closed')
  const shelves = [
    { key: 'mine', cases: open.filter(({ isMine }) => isMine) },
    { key: 'others', cases: open.filter(({ isMine }) => !isMine) },
    { key: 'past', cases: data.filter(({ state, isMine }) => state === 'closed' && isMine) },
  ] as const
  return (
    <>
      <PageHeader
        title={t('intervention.title')}
        sub={t('intervention.sub')}
        actions={
          <>
            <ActionButton to="/interventions/marks">{t('intervention.toMarks')}</ActionButton>
            <ActionButton to="/design/interventions">{t('intervention.toRules')}</ActionButton>
          </>
        }
      />
      <div className="stack measure">
        {open.length === 0 && <EmptyState text={t('intervention.none')} />}
        {shelves.map(
          ({ key, cases }) =>
            cases.length > 0 && (
              <Card
                key={key}
                title={t(`intervention.${key}`)}
                note={key === 'others' ? t('intervention.othersNote') : undefined}
              >
                <ul>
                  {cases.map((it) => (
                    <Row key={it.id} it={it} />
                  ))}
                </ul>
              </Card>
            ),
        )}
      </div>
    </>
  )
}

function Row({ it }: { it: HrCase }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <li className="row">
      <div>
        <b>{t('intervention.of', { name: it.employee.name, title: it.title })}</b>
        <br />
        <span className="small mute">
          {[
            it.employee.department,
            !it.isMine &&
              (it.hr ? t('intervention.by', { name: it.hr.name }) : t('intervention.nobody')),
            t('intervention.since', { when: f.near(it.firedAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>{' '}
        <Tag kind={it.state === 'waiting' || it.state === 'unassigned' ? 'w' : 'n'}>
          {t(`intervention.state.${it.state}`)}
        </Tag>
      </div>
      <div className="end cluster">
        {it.isMine && (
          <ActionButton
            kind={it.state === 'waiting' ? 'primary' : 'plain'}
            refusal={it.refusals.open}
            to={`/interventions/${it.id}`}
            aria-label={`${t('intervention.openIt')} ${it.employee.name}`}
          >
            {t('intervention.openIt')}
          </ActionButton>
        )}
        {(!it.isMine || it.refusals.open !== null) && (
          <CaseActs it={it} only={it.isMine ? ['recuse'] : ['handOver']} />
        )}
      </div>
    </li>
  )
}
