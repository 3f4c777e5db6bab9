import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Tag, type TagKind } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Survey } from '../contract.ts'
import { OpenSurvey } from './OpenSurvey.tsx'

const look = { planned: 'n', open: 'p', over: 'd' } satisfies Record<Survey['state'], TagKind>

/** Every time the company was asked how it talks. */
export function Surveys() {
  const { t } = useTranslation()
  const f = useFormat()
  const [isOpening, setOpening] = useState(false)
  const surveys = useQuery(api.surveys.list.queryOptions())
  const running = surveys.data?.some(({ state }) => state !== 'over')
  const add = (
    <ActionButton
      kind="primary"
      refusal={running ? 'surveys.oneAtATime' : null}
      onClick={() => setOpening(true)}
    >
      {t('surveys.open.title')}
    </ActionButton>
  )
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={t('surveys.title')}
        sub={t('surveys.sub')}
        actions={surveys.data && surveys.data.length > 0 && add}
      />
      <DataTable
        caption={t('surveys.title')}
        rows={surveys.data}
        rowKey={({ id }) => id}
        error={surveys.error}
        onRetry={() => void surveys.refetch()}
        empty={<EmptyState text={t('surveys.empty')} action={add} />}
        columns={[
          {
            key: 'when',
            header: t('surveys.days'),
            phone: 'title',
            cell: ({ id, opensOn, closesOn }) => (
              <Link to={`/surveys/${id}`}>{f.range(opensOn, closesOn)}</Link>
            ),
          },
          {
            key: 'whom',
            header: t('surveys.whom'),
            cell: ({ departments }) => (departments ? f.list(departments) : t('surveys.everybody')),
          },
          ...(['manager', 'employee'] as const).map((side) => ({
            key: side,
            header: t(`surveys.side.${side}`),
            numeric: true,
            cell: ({ answered, invited }: Survey) =>
              t('surveys.answered', {
                answered: f.count(answered[side]),
                invited: f.count(invited[side]),
              }),
          })),
          {
            key: 'state',
            header: t('surveys.stateOf'),
            cell: ({ state }) => <Tag kind={look[state]}>{t(`surveys.state.${state}`)}</Tag>,
          },
        ]}
      />
      <OpenSurvey opened={isOpening} onClose={() => setOpening(false)} />
    </>
  )
}
