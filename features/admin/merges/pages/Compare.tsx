import { useState } from 'react'
import { Radio } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useKept } from '../../../../ui/useKept.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import type { Comparison } from '../contract.ts'
import { Conflicts } from './Conflicts.tsx'
import { Sides } from './Sides.tsx'
import { useChanged } from './useChanged.ts'
import styles from './Doubles.module.css'

/** Two accounts beside each other, in numbers; which goes on, what follows from it, and why. */
export function Compare({ oneId, otherId }: { oneId: string; otherId: string }) {
  const { t } = useTranslation()
  const [wished, setWished] = useState<string>()
  const { data, error, refetch } = admitted(
    useQuery({
      ...api.admin.merges.compare.queryOptions({
        input: { oneId, otherId, ...(wished && { keptId: wished }) },
      }),
      placeholderData: keepPreviousData,
      retry: false,
    }),
  )
  const crumbs = [
    { text: t('admin.merges.toOrg'), to: '/org' },
    { text: t('admin.merges.title'), to: '/org/doubles' },
  ]
  if (failureIn({ data, error }))
    return (
      <>
        <PageHeader crumbs={crumbs} title={t('admin.merges.title')} />
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </>
    )
  if (!data) return <Pending />
  const { one, other, evidence, keptId, conflicts } = data
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={t('admin.merges.comparing', {
          one: `${one.name} ${one.employeeNo}`,
          other: `${other.name} ${other.employeeNo}`,
        })}
        sub={t('admin.merges.comparingSub')}
      />
      <div className={`stack ${styles.page}`}>
        <Card>
          <div className="stack">
            <div className="cluster">
              {evidence.map((kind) => (
                <Tag key={kind} kind="i">
                  {t(`admin.merges.evidence.${kind}`)}
                </Tag>
              ))}
              {evidence.length === 0 && <Tag kind="w">{t('admin.merges.noEvidence')}</Tag>}
            </div>
            <Sides one={one} other={other} keptId={keptId} />
            <Radio.Group
              label={t('admin.merges.keepLegend')}
              value={keptId}
              onChange={(id) => setWished(id)}
            >
              <div className={`cluster ${styles.keep}`}>
                {[one, other].map((side) => (
                  <Radio key={side.id} value={side.id} label={`${side.name} ${side.employeeNo}`} />
                ))}
              </div>
            </Radio.Group>
          </div>
        </Card>
        <Conflicts conflicts={conflicts} />
        {conflicts.length === 0 && <Ask comparison={data} />}
        <div className="cluster">
          <ActionButton to="/org/doubles">{t('admin.merges.back')}</ActionButton>
        </div>
      </div>
    </>
  )
}

function Ask({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const changed = useChanged()
  const { one, other, keptId, refusal } = comparison
  const [reason, setReason, forget] = useKept(`merge.${one.id}.${other.id}`, '')
  const [kept, merged] = keptId === one.id ? [one, other] : [other, one]
  const names = {
    kept: `${kept.name} ${kept.employeeNo}`,
    merged: `${merged.name} ${merged.employeeNo}`,
  }
  const ask = useMutation(
    api.admin.merges.ask.mutationOptions({
      onSuccess: async () => {
        forget()
        await changed(t('admin.merges.askedDone'))
        await navigate({ to: '/org/doubles' as string })
      },
    }),
  )
  return (
    <Card title={t('admin.merges.follows')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate({ keptId: kept.id, mergedId: merged.id, reason })
        }}
      >
        <ul className={styles.follows}>
          {(['history', 'sealed', 'account', 'undo'] as const).map((what) => (
            <li key={what}>{t(`admin.merges.follow.${what}`, names)}</li>
          ))}
        </ul>
        <ReasonField
          label={t('admin.merges.reason')}
          help={t('admin.merges.reasonHelp')}
          most={500}
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={ask.error} />
        <div className="cluster">
          <ActionButton
            type="submit"
            kind="primary"
            busy={ask.isPending}
            refusal={refusal ?? (reason.trim().length < 5 ? 'admin.merges.why' : null)}
          >
            {t('admin.merges.ask')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
