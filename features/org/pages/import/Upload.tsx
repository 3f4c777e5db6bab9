import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { Progress } from '../../../../ui/Progress.tsx'
import { Tag, type TagKind } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { download, toCsv } from '../../../../ui/csv.ts'
import { upload } from '../../../../ui/upload.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { limits } from '../../import/reading/rules.ts'
import styles from './ImportWizard.module.css'

const kinds: Record<string, TagKind> = {
  review: 'w',
  writing: 'p',
  failed: 's',
  written: 'd',
  undone: 'n',
}

/** Choose a file; below, what has been imported before and what still waits for somebody. */
export function Upload() {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const before = useQuery(api.org.import.list.queryOptions())
  const send = useMutation({
    mutationFn: (file: File) => upload<{ id: string }>('roster', file),
    onSuccess: async ({ id }) => {
      await cache.invalidateQueries({ queryKey: api.org.import.key() })
      await navigate({
        to: '/org/import/$id' as string,
        params: { id } as never,
        search: { step: 'columns' } as never,
      })
    },
  })
  const example = () =>
    download(
      `${t('org.import.exampleName')}.csv`,
      new Blob(
        [
          toCsv(
            t('org.import.example')
              .split('\n')
              .map((row) => row.split(',')),
          ),
        ],
        {
          type: 'text/csv',
        },
      ),
    )
  return (
    <div className="stack">
      <Card>
        <div className="stack">
          <FileDrop
            label={t('org.import.choose')}
            accept=".csv,.xlsx,.txt"
            maxBytes={limits.bytesIn}
            hint={t('org.import.chooseHint')}
            busy={send.isPending}
            onFiles={([file]) => file && send.mutate(file)}
          />
          {send.isPending && (
            <Progress
              label={t('org.import.reading')}
              done={send.variables.size}
              whole={null}
              note={t('org.import.readingNote')}
            />
          )}
          <ErrorNote error={send.error} kept={t('org.import.nothingChanged')} />
          <p className="small mute measure">
            {t('org.import.keyed')}{' '}
            <button type="button" className={styles.link} onClick={example}>
              {t('org.import.exampleButton')}
            </button>
          </p>
        </div>
      </Card>
      {(before.data?.length ?? 0) > 0 && (
        <Card title={t('org.import.before')}>
          <DataTable
            caption={t('org.import.before')}
            rows={before.data}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'name',
                header: t('org.import.file'),
                phone: 'title',
                cell: (row) => (
                  <Link to={'/org/import/$id' as string} params={{ id: row.id } as never}>
                    {row.fileName}
                  </Link>
                ),
              },
              {
                key: 'rows',
                header: t('org.import.rowsHead'),
                numeric: true,
                cell: (row) => f.count(row.rowCount),
              },
              { key: 'by', header: t('org.import.by'), cell: (row) => row.createdBy.name },
              { key: 'at', header: t('org.import.at'), cell: (row) => f.near(row.createdAt) },
              {
                key: 'state',
                header: t('org.import.state'),
                cell: (row) => (
                  <Tag kind={kinds[row.state] ?? 'n'}>
                    {row.waitsForApproval
                      ? t('org.import.waitsForApproval')
                      : t(`org.import.states.${row.state}`)}
                  </Tag>
                ),
              },
            ]}
          />
        </Card>
      )}
    </div>
  )
}
