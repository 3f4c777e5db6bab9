import { useState } from 'react'
import { Select, SegmentedControl, Switch } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { type Column, DataTable, morePages } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PersonName } from '../../../ui/Person.tsx'
import { StepDots } from '../../../ui/Steps.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { usePageSize } from '../../../ui/usePageSize.ts'
import { phases, type Phase, type Summary } from '../contract.ts'
import { daysToRecord } from '../list/contract.ts'
import { OpenTalk } from './OpenTalk.tsx'
import { SearchField } from './SearchField.tsx'
import { usePhaseSteps } from './phases.ts'
import { useFilters } from './useFilters.ts'
import { dueOf, useMyStage, useWaitingFor } from './waiting.ts'
import styles from './Lists.module.css'

type View = 'all' | 'employee' | 'manager' | 'right'
type Filters = {
  view?: View
  phase?: Phase
  yourTurn?: boolean
  unrecorded?: boolean
  text?: string
  cycleId?: string
  personId?: string
  /** With whom a talk is about to be opened. */
  with?: string
}

/** Every conversation one has a part in or may see: where it stands, whom it waits for, until when. */
export function Conversations() {
  const { t } = useTranslation()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const [filters, set] = useFilters<Filters>()
  const [isOpening, setOpening] = useState(Boolean(filters.with))
  const {
    view = 'all',
    phase,
    yourTurn = false,
    unrecorded = false,
    text,
    cycleId,
    personId,
  } = filters
  const limit = usePageSize()
  const found = useInfiniteQuery(
    api.conversations.list.infiniteOptions({
      input: (after: string | undefined) => ({
        view,
        phase,
        yourTurn,
        unrecorded,
        text,
        cycleId,
        personId,
        after,
        limit,
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const { rows, more } = morePages<Summary>(found)
  const views: View[] = [
    'all',
    'employee',
    ...(me?.manages ? (['manager'] as const) : []),
    ...(me?.grants.length ? (['right'] as const) : []),
  ]
  const isFiltered = Boolean(
    phase || yourTurn || unrecorded || text || cycleId || personId || view !== 'all',
  )
  const open = me?.manages ? (
    <ActionButton kind="primary" onClick={() => setOpening(true)}>
      {t('conversations.open.button')}
    </ActionButton>
  ) : null

  return (
    <>
      <PageHeader
        title={t('conversations.list.title')}
        sub={t('conversations.list.sub')}
        actions={open}
      />
      <div className="stack">
        <ToWitness />
        <div className={styles.filters} role="search" aria-label={t('conversations.list.filters')}>
          {views.length > 2 && (
            <SegmentedControl
              aria-label={t('conversations.list.view')}
              value={view}
              onChange={(value) => set({ view: value === 'all' ? undefined : (value as View) })}
              data={views.map((value) => ({ value, label: t(`conversations.view.${value}`) }))}
            />
          )}
          <SearchField
            label={t('conversations.list.search')}
            value={text ?? ''}
            onChange={(value) => set({ text: value })}
          />
          <Select
            aria-label={t('conversations.list.phase')}
            placeholder={t('conversations.list.anyPhase')}
            clearable
            value={phase ?? null}
            onChange={(value) => set({ phase: (value as Phase | null) ?? undefined })}
            data={phases.map((value) => ({ value, label: t(`conversations.phase.${value}`) }))}
          />
          <Switch
            label={t('conversations.list.yourTurn')}
            checked={yourTurn}
            onChange={(event) => set({ yourTurn: event.currentTarget.checked })}
          />
          <Switch
            label={t('conversations.list.unrecorded', { days: daysToRecord })}
            checked={unrecorded}
            onChange={(event) => set({ unrecorded: event.currentTarget.checked })}
          />
          {(cycleId || personId) && (
            <ActionButton
              kind="quiet"
              onClick={() => set({ cycleId: undefined, personId: undefined })}
            >
              {t('conversations.list.everything')}
            </ActionButton>
          )}
        </div>
        <div className={styles.surface}>
          <DataTable
            caption={t('conversations.list.title')}
            columns={useColumns(me?.personId)}
            rows={rows}
            rowKey={(talk) => talk.id}
            more={more}
            error={found.error}
            onRetry={() => void found.refetch()}
            empty={
              isFiltered ? (
                <EmptyState
                  text={t('conversations.list.noneFound')}
                  action={
                    <ActionButton
                      onClick={() =>
                        set({
                          view: undefined,
                          phase: undefined,
                          yourTurn: undefined,
                          unrecorded: undefined,
                          text: undefined,
                          cycleId: undefined,
                          personId: undefined,
                        })
                      }
                    >
                      {t('conversations.list.clear')}
                    </ActionButton>
                  }
                />
              ) : (
                <EmptyState
                  title={t('conversations.list.emptyTitle')}
                  text={t(
                    me?.manages ? 'conversations.list.emptyManager' : 'conversations.list.empty',
                  )}
                />
              )
            }
          />
        </div>
      </div>
      {isOpening && (
        <OpenTalk
          {...(filters.with && { personId: filters.with })}
          onClose={() => (setOpening(false), set({ with: '' }))}
        />
      )}
    </>
  )
}

function useColumns(myId: string | undefined): Column<Summary>[] {
  const { t } = useTranslation()
  const f = useFormat()
  const steps = usePhaseSteps()
  const waitingFor = useWaitingFor()
  const myStage = useMyStage()
  return [
    {
      key: 'person',
      header: t('conversations.list.person'),
      phone: 'title',
      cell: (talk) => {
        const other = talk.employee.id === myId && talk.manager ? talk.manager : talk.employee
        return (
          <Link to="/conversations/$id" params={{ id: talk.id }} className={styles.person}>
            <PersonName name={other.name} note={other.department} />
          </Link>
        )
      },
    },
    {
      key: 'talk',
      header: t('conversations.list.talk'),
      cell: (talk) => (
        <span>
          {talk.title}
          <span className={styles.role}>{t(`conversations.relation.${talk.relation}`)}</span>
        </span>
      ),
    },
    {
      key: 'phase',
      header: t('conversations.list.where'),
      phone: 'none',
      cell: (talk) => (
        <span className={styles.where}>
          <StepDots steps={steps(talk.phase)} />
          {t(`conversations.phase.${talk.phase}`)}
        </span>
      ),
    },
    {
      key: 'waiting',
      header: t('conversations.list.waiting'),
      cell: (talk) =>
        talk.closedReason ? (
          <span className="mute">
            {t(`conversations.closedReason.${talk.closedReason}`, {
              defaultValue: t('conversations.phase.closed'),
            })}
          </span>
        ) : talk.sealedAt ? (
          <Tag kind={talk.outcome === 'agreed' ? 'd' : 'n'}>
            {t(`conversations.outcomeShort.${talk.outcome ?? 'agreed'}`)}
          </Tag>
        ) : talk.yourTurn ? (
          <span>
            <Tag kind="w">{t('conversations.yourTurn')}</Tag> {myStage(talk)}
          </span>
        ) : (
          <span className="mute">{waitingFor(talk) ?? '–'}</span>
        ),
    },
    {
      key: 'due',
      header: t('conversations.list.due'),
      cell: (talk) => {
        const day = dueOf(talk)
        if (talk.sealedAt) return <span className="mute">{f.day(talk.sealedAt)}</span>
        return day ? (
          <span>
            {f.shortDay(day)} <span className="small mute">{f.due(day).text}</span>
          </span>
        ) : (
          '–'
        )
      },
    },
  ]
}

/** Asked to countersign a refusal: a short line above everything else. */
function ToWitness() {
  const { t } = useTranslation()
  const { data } = useQuery(api.conversations.toCountersign.queryOptions())
  const open = data?.filter((one) => !one.countersignedAt) ?? []
  if (open.length === 0) return null
  return (
    <Card
      tone="waiting"
      title={t('conversations.witness.waiting')}
      action={
        <ActionButton to="/conversations/countersign">
          {t('conversations.witness.see')}
        </ActionButton>
      }
    >
      <p>{open.map((one) => `${one.employee.name} · ${one.title}`).join('；')}</p>
    </Card>
  )
}
