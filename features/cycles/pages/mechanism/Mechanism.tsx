import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { Decide } from './Decide.tsx'
import { Decisions } from './Decisions.tsx'
import { Facts } from './Facts.tsx'
import { ReviewDay } from './ReviewDay.tsx'

/** A mechanism is no law: once a year HR looks at what it did, and says what becomes of it. */
export function Mechanism() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data, error, refetch } = useQuery(api.cycles.mechanism.get.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { next, facts, decisions, refusals } = data
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={t('cycles.mechanism.title')}
        sub={t(next.isOpen ? 'cycles.mechanism.waits' : 'cycles.mechanism.next', {
          year: next.year,
          day: f.day(next.dueOn),
        })}
        actions={<Link to="/cycles/standard">{t('cycles.standard.title')}</Link>}
      />
      <div className="stack">
        {facts && (
          <Card
            title={t('cycles.mechanism.facts')}
            note={t('cycles.mechanism.factsOf', { range: f.range(facts.from, facts.until) })}
          >
            <Facts facts={facts} />
          </Card>
        )}
        {refusals.decide === null && <Decide mechanism={data} />}
        <Decisions decisions={decisions} />
        {refusals.decide === null && <ReviewDay on={data.on} />}
      </div>
    </>
  )
}
