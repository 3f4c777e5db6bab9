import { useState } from 'react'
import { Chip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { ReasonCard } from '../../../../ui/ReasonCard.tsx'
import { api } from '../../../../ui/api.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { asksReason } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { History as Compared, PastTalk } from '../../history/contract.ts'
import { mostTalks } from '../../history/shown/rules.ts'
import { Left } from './Left.tsx'
import { Results } from './Results.tsx'
import { TalkCard } from './TalkCard.tsx'
import styles from './History.module.css'

/** How many lie side by side before somebody has chosen. */
const usually = 3

/** 历次面谈比对: one person's sealed talks beside one another, as far as one may read them. */
export function History() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const [reason, setReason] = useState<string | undefined>()
  const { data, error, isFetching, refetch } = admitted(
    useQuery({
      ...api.insights.history.compare.queryOptions({
        input: { personId: id, ...(reason && { reason }) },
      }),
      // Looks by right of an office are noted: one visit is one look.
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
    'conversations.reasonFirst',
  )
  const needsReason = asksReason(error, 'conversations.reasonFirst')
  if (needsReason && !data)
    return (
      <>
        <PageHeader title={t('insights.history.title')} />
        <div className="stack measure">
          <ReasonCard
            title={t('insights.history.reasonTitle')}
            text={t('insights.history.reasonText', { name: t('insights.history.theEmployee') })}
            label={t('insights.history.reason')}
            verb={t('insights.history.open')}
            refusal="conversations.writeReason"
            busy={isFetching}
            given={reason}
            error={error}
            onGive={setReason}
          />
        </div>
      </>
    )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { person, own } = data
  return (
    <>
      <PageHeader
        title={t('insights.history.title')}
        sub={t(own ? 'insights.history.ownSub' : 'insights.history.sub', { name: person.name })}
        actions={<Actions data={data} />}
      />
      <div className="stack">
        {data.talks.length === 0 ? (
          <EmptyState text={t('insights.history.empty')} />
        ) : (
          <Beside talks={data.talks} />
        )}
        <Left {...data} most={mostTalks} />
      </div>
    </>
  )
}

function Actions({ data: { person, own, decisionRefusal } }: { data: Compared }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  if (own)
    return (
      <ActionButton to="/settings/my-data?take=all">{t('insights.history.exportAll')}</ActionButton>
    )
  const asks = me?.places.includes('auditExports') ?? false
  return (
    <>
      <ActionButton
        {...(asks ? { to: `/audit?export=${person.id}` } : { refusal: 'insights.exportNotYours' })}
      >
        {t('insights.history.exportAll')}
      </ActionButton>
      <ActionButton
        {...(decisionRefusal
          ? { refusal: decisionRefusal }
          : { to: `/people/${person.id}/evidence` })}
      >
        {t('insights.decision.open')}
      </ActionButton>
    </>
  )
}

function Beside({ talks }: { talks: PastTalk[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const { which } = useSearch({ strict: false }) as { which?: string }
  const chosen = which?.split('_') ?? talks.slice(0, usually).map(({ id }) => id)
  const shown = talks.filter(({ id }) => chosen.includes(id))
  const choose = (ids: string[]) =>
    void navigate({
      to: '.' as string,
      search: { which: ids.length > 0 ? ids.join('_') : undefined } as never,
      replace: true,
    })
  return (
    <>
      {talks.length > usually && (
        <Card title={t('insights.history.which')} note={t('insights.history.whichNote')}>
          <Chip.Group multiple value={chosen} onChange={choose}>
            <div className="cluster" role="group" aria-label={t('insights.history.which')}>
              {talks.map((talk) => (
                <Chip key={talk.id} value={talk.id}>
                  {talk.cycle ?? talk.title} · {f.shortDay(talk.sealedAt)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </Card>
      )}
      <Results talks={shown} />
      <ul className={styles.beside} aria-label={t('insights.history.title')}>
        {shown.map((talk) => (
          <li key={talk.id}>
            <TalkCard talk={talk} />
          </li>
        ))}
      </ul>
    </>
  )
}
