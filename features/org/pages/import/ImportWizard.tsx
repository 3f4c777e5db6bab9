import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { StepLine, stepsAt } from '../../../../ui/Steps.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Import } from '../../import/contract.ts'
import { Columns } from './Columns.tsx'
import { Review, ReviewActions } from './Review.tsx'
import { Upload } from './Upload.tsx'
import { Written } from './Written.tsx'

/** From a roster file to people: upload, columns, looking through, writing. The address is the state. */
export function ImportWizard() {
  const { id } = useParams({ strict: false }) as { id?: string }
  return id ? <Opened id={id} /> : <Start />
}

function Start() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader
        title={t('org.import.title')}
        crumbs={[{ text: t('org.title'), to: '/org' }]}
        sub={t('org.import.sub')}
        steps={<Way at={0} />}
      />
      <Upload />
    </>
  )
}

function Opened({ id }: { id: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { step } = useSearch({ strict: false }) as { step?: string }
  const found = admitted(
    useQuery({
      ...api.org.import.get.queryOptions({ input: { id } }),
      // While it is being written its figures move several times a second.
      refetchInterval: ({ state }) => (state.data?.state === 'writing' ? 400 : false),
    }),
  )
  if (failureIn(found))
    return <ErrorNote error={found.error} onRetry={() => void found.refetch()} />
  const roster = found.data
  if (!roster) return <Pending />
  const place = placeOf(roster, step)
  const sub = [
    t('org.import.rows', { count: roster.rowCount, rows: f.count(roster.rowCount) }),
    t('org.import.columnCount', { count: roster.header.length }),
    roster.titles.length > 0 && t('org.import.titleSkipped'),
    roster.encoding === 'XLSX' ? 'XLSX' : t('org.import.encoding', { encoding: roster.encoding }),
    t('org.import.took', { seconds: (roster.readMs / 1000).toFixed(1) }),
  ]
  return (
    <>
      <PageHeader
        title={roster.fileName}
        crumbs={[
          { text: t('org.title'), to: '/org' },
          { text: t('org.import.short'), to: '/org/import' },
        ]}
        sub={sub.filter(Boolean).join(' · ')}
        steps={<Way at={place} />}
        actions={place === 2 && <ReviewActions roster={roster} />}
      />
      {place === 1 && <Columns roster={roster} />}
      {place === 2 && <Review roster={roster} />}
      {place >= 3 && <Written roster={roster} />}
    </>
  )
}

const placeOf = (roster: Import, step: string | undefined) =>
  roster.state === 'review' || (roster.state === 'failed' && step === 'review')
    ? step === 'columns' || roster.missingFields.length
      ? 1
      : 2
    : roster.state === 'written'
      ? 4
      : 3

function Way({ at }: { at: number }) {
  const { t } = useTranslation()
  const labels = ['upload', 'columns', 'review', 'write'].map((key, i) => ({
    key,
    label: `${i + 1} ${t(`org.import.step.${key}`)}`,
  }))
  return <StepLine steps={stepsAt(labels, at)} label={t('org.import.way')} />
}
