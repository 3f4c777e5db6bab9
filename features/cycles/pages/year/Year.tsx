import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { Channels } from './Channels.tsx'
import { Projects } from './Projects.tsx'
import { Strip } from './Strip.tsx'
import { Talks } from './Talks.tsx'

/** What an organization means to do in a year, and where it would leave people waiting. */
export function Year() {
  const { t } = useTranslation()
  const f = useFormat()
  const asked = Number((useSearch({ strict: false }) as { year?: number }).year)
  const shown = asked >= 2000 && asked <= 2100 ? asked : new Date().getFullYear()
  const { data, error, refetch } = useQuery(
    api.cycles.year.get.queryOptions({ input: { year: shown } }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={t('cycles.year.title', { year: shown })}
        sub={t('cycles.year.sub')}
        actions={[shown - 1, shown + 1].map((other) => (
          <Link key={other} to="/cycles/year" search={{ year: other } as never}>
            {t('cycles.year.other', { year: other })}
          </Link>
        ))}
      />
      <div className="stack" key={shown}>
        {data.talks.length + data.cycles.length > 0 && (
          <Card title={t('cycles.year.glance')}>
            <div className="stack">
              <p className="measure">
                {data.gaps.length === 0
                  ? t('cycles.year.noGap', { days: data.gapDays })
                  : t('cycles.year.gaps', {
                      count: data.gaps.length,
                      days: data.gapDays,
                      list: f.list(data.gaps.map(({ from, to }) => f.range(from, to))),
                    })}
              </p>
              <Strip year={data} />
            </div>
          </Card>
        )}
        <Talks year={data} />
        <Projects year={data} />
        <Channels year={data} />
      </div>
    </>
  )
}
