import { useEffect, useRef } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { download, toCsv } from '../../../ui/csv.ts'
import { upload } from '../../../ui/upload.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { limits } from '../../org/import/reading/rules.ts'
import { columns, type Taken } from '../contract.ts'
import { namesForExample } from '../rules.ts'
import styles from './FromFile.module.css'

interface Period {
  periodFrom: string
  periodTo: string
}

/** A whole table at once; with anything wrong in it, nothing of it is written. */
export function FromFile({ period }: { period: Period }) {
  const { t } = useTranslation()
  const f = useFormat()
  const told = useRef<HTMLDivElement>(null)
  const taking = useMutation({
    mutationFn: (file: File) =>
      upload<Taken>('indicators', file, { from: period.periodFrom, to: period.periodTo }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.goals.indicators.list.key() }),
  })
  // On a phone what came of it lies below the fold.
  useEffect(() => void told.current?.scrollIntoView({ block: 'nearest' }), [taking.status])
  const example = useMutation({
    mutationFn: async () => {
      const { departments } = await queryClient.fetchQuery(api.org.tree.queryOptions())
      const names = namesForExample(departments)
      const rows = t('goals.example')
        .split('\n')
        .map((row) => row.split('|'))
        .map(([which, ...rest]) => [names[Number(which) - 1] ?? '', ...rest])
      const text = toCsv([columns.map((column) => t(`goals.column.${column}`)), ...rows])
      download(`${t('goals.title')}.csv`, new Blob([text], { type: 'text/csv' }))
    },
  })
  const taken = taking.data
  const isRefused = taken !== undefined && (taken.troublesInAll > 0 || taken.missing.length > 0)
  return (
    <Card title={t('goals.fromFile')} note={t('goals.fromFileNote')}>
      <div className="stack">
        <FileDrop
          label={t('goals.choose')}
          accept=".csv,.xlsx,.txt"
          maxBytes={limits.bytesIn}
          hint={t('goals.chooseHint', {
            columns: f.list(columns.map((column) => t(`goals.column.${column}`))),
          })}
          busy={taking.isPending}
          onFiles={([file]) => file && taking.mutate(file)}
        />
        <p className="small">
          <button type="button" className="as-link" onClick={() => example.mutate()}>
            {t('goals.takeExample')}
          </button>
        </p>
        <ErrorNote error={example.error} />
        <div ref={told} className={`stack ${styles.told}`}>
          <ErrorNote error={taking.error} kept={t('goals.nothingWritten')} />
          {taken && !isRefused && (
            <p role="status">
              {t('goals.taken', {
                rows: f.count(taken.rows),
                added: f.count(taken.added),
                changed: f.count(taken.changed),
                same: f.count(taken.same),
              })}
            </p>
          )}
          {isRefused && (
            <div role="alert" className="stack">
              <p>
                <b>{t('goals.nothingWritten')}</b>{' '}
                {taken.missing.length > 0
                  ? t('goals.missing', {
                      columns: f.list(taken.missing.map((column) => t(`goals.column.${column}`))),
                    })
                  : t('goals.troubles', {
                      count: taken.troublesInAll,
                      shown: f.count(taken.troublesInAll),
                    })}
              </p>
              {taken.troubles.length > 0 && (
                <DataTable
                  caption={t('goals.nothingWritten')}
                  rows={taken.troubles}
                  rowKey={({ line, column, why }) => `${line} ${column} ${why}`}
                  columns={[
                    {
                      key: 'line',
                      header: t('goals.line'),
                      phone: 'title',
                      cell: ({ line, column }) =>
                        t('goals.at', { line, column: t(`goals.column.${column}`) }),
                    },
                    {
                      key: 'value',
                      header: t('goals.value'),
                      cell: ({ value }) => value || <span className="faint">–</span>,
                    },
                    {
                      key: 'why',
                      header: t('goals.why'),
                      cell: ({ why }) => t(`goals.trouble.${why}`),
                    },
                  ]}
                />
              )}
            </div>
          )}
        </div>
      </div>
    </Card>
  )
}
