import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { Card, Figure, Figures } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { SelfCheckFinding } from '../selfcheck/contract.ts'

/** 夜间自检: what was compared with what is sealed, and what differs. */
export function SelfCheck() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data, error, refetch } = useQuery(api.admin.selfCheck.latest.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { findings, startedAt, finishedAt, leafIndex } = data
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.menu.settings'), to: '/settings' }]}
        title={t('admin.selfCheck.title')}
        sub={t('admin.selfCheck.sub')}
      />
      <div className="stack measure">
        {findings.length > 0 && (
          <Card
            tone="waiting"
            title={t('admin.selfCheck.found', { count: findings.length })}
            note={t('admin.selfCheck.foundNote')}
          >
            <ul>
              {findings.map((finding) => (
                <Finding key={finding.id} finding={finding} />
              ))}
            </ul>
          </Card>
        )}
        {findings.length > 0 && (
          <Card title={t('admin.selfCheck.todo')}>
            <p>{t('admin.selfCheck.todoText')}</p>
          </Card>
        )}
        {startedAt === null ? (
          <EmptyState title={t('admin.selfCheck.neverTitle')} text={t('admin.selfCheck.never')} />
        ) : (
          <>
            <Figures>
              <Figure label={t('admin.selfCheck.records')} value={f.count(data.records)} />
              <Figure label={t('admin.selfCheck.leaves')} value={f.count(data.leaves)} />
              <Figure
                label={t('admin.selfCheck.reindexed')}
                value={f.count(data.reindexed)}
                note={t('admin.selfCheck.reindexedNote')}
              />
            </Figures>
            <p className="small mute">
              {[
                finishedAt
                  ? t('admin.selfCheck.finished', { when: f.dayTime(finishedAt) })
                  : t('admin.selfCheck.running', { when: f.dayTime(startedAt) }),
                finishedAt && !data.isWhole && t('admin.selfCheck.partly'),
                finishedAt && findings.length === 0 && t('admin.selfCheck.fine'),
                finishedAt &&
                  (leafIndex === null
                    ? t('admin.selfCheck.noLeaf')
                    : t('admin.selfCheck.leaf', { entry: leafIndex + 1 })),
              ]
                .filter(Boolean)
                .join(' ')}
            </p>
          </>
        )}
      </div>
    </>
  )
}

function Finding({ finding: { kind, part, record, foundAt } }: { finding: SelfCheckFinding }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [, place = ''] = part.split('/')
  const isRecord = kind === 'recordTampered' || kind === 'tableDiffers'
  return (
    <li className="row">
      <div>
        <Tag kind="w">{t(`admin.selfCheck.kind.${kind}`)}</Tag>{' '}
        {isRecord &&
          (record ? (
            <Link to={'/conversations/$id' as string} params={{ id: record.id } as never}>
              {record.employee} · {record.title}
            </Link>
          ) : (
            t('admin.selfCheck.otherRecord')
          ))}
        <br />
        <span className="small">
          {kind === 'tableDiffers'
            ? t(`admin.selfCheck.part.${part}`)
            : t(`admin.selfCheck.text.${kind}`, {
                entry: Number(place) + (kind === 'leafDiffers' ? 1 : 0),
              })}
        </span>
      </div>
      <span className="end small mute">{f.dayTime(foundAt)}</span>
    </li>
  )
}
