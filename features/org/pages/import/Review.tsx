import { useState } from 'react'
import { Button, Menu, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { StackedBar } from '../../../../ui/Bars.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { copy } from '../../../../ui/copy.ts'
import { download } from '../../../../ui/csv.ts'
import { failureOf } from '../../../../ui/failure.ts'
import { clearToasts } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Import, Verdict } from '../../import/contract.ts'
import { Absent } from './Absent.tsx'
import { Loops } from './Loops.tsx'
import { Rows } from './Rows.tsx'
import { useResolve } from './useResolve.ts'
import styles from './ImportWizard.module.css'

/** What would happen, row by row; nothing has been written yet. */
export function Review({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { show = firstShown(roster) } = useSearch({ strict: false }) as {
    show?: Verdict | 'all'
  }
  const navigate = useNavigate()
  const deciding = useResolve(roster)
  const { counts } = roster
  const choose = (verdict: string) =>
    void navigate({
      to: '.',
      search: { show: verdict } as never,
      replace: true,
      resetScroll: false,
    })
  const figure = (verdict: Verdict, className?: string) => (
    <button
      type="button"
      aria-pressed={show === verdict}
      className={className}
      onClick={() => choose(verdict)}
    >
      <b>{f.count(counts[verdict])}</b>
      {t(`org.import.verdict.${verdict}`)}
    </button>
  )
  return (
    <div className="stack">
      <Card>
        <div className={styles.numbers}>
          {figure('new')}
          {figure('update')}
          {figure('same')}
          {counts.fault > 0 && figure('fault', styles.waiting)}
          {counts.dropped > 0 && figure('dropped')}
          {roster.absentCount > 0 && <Absent roster={roster} className={styles.absent} />}
        </div>
        <StackedBar
          whole={roster.rowCount}
          parts={[
            { label: t('org.import.verdict.new'), value: counts.new, tone: 'pine' },
            { label: t('org.import.verdict.update'), value: counts.update, tone: 'indigo' },
            { label: t('org.import.verdict.same'), value: counts.same, tone: 'bamboo-pale' },
            { label: t('org.import.verdict.fault'), value: counts.fault, tone: 'amber' },
          ]}
        />
        {roster.heldManagers > 0 && (
          <p className="small mute">
            {t('org.import.heldManagers', {
              count: roster.heldManagers,
              people: f.count(roster.heldManagers),
            })}
          </p>
        )}
      </Card>
      <Coverage roster={roster} busy={deciding.busy} onChange={deciding.cover} />
      <SecondPerson roster={roster} />
      <ErrorNote error={deciding.error} />
      <Loops roster={roster} deciding={deciding} />
      <Rows roster={roster} show={show} onShow={choose} deciding={deciding} />
      <p className="small mute">
        {t('org.import.allOrNothing')} <Impact roster={roster} />
      </p>
    </div>
  )
}

// What needs a person comes first: problems, then changes, then newcomers.
const firstShown = ({ counts }: Import) =>
  (['fault', 'update', 'new'] as const).find((verdict) => counts[verdict] > 0) ?? 'all'

/** 换文件 · 下载问题行 · 写入 N 人. */
export function ReviewActions({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const f = useFormat()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const key = api.org.import.get.queryKey({ input: { id: roster.id } })
  const confirm = useMutation({
    ...api.org.import.confirm.mutationOptions(),
    onSuccess: (next) => {
      clearToasts()
      cache.setQueryData(key, next)
      void navigate({ to: '.', search: {} as never })
    },
    // Somebody changed people meanwhile: what is shown is no longer what would be written.
    onError: (error) =>
      failureOf(error).kind === 'conflict' &&
      void cache.invalidateQueries({ queryKey: api.org.import.key() }),
  })
  const leaving = roster.coverage === 'whole' && roster.absent === 'leave' ? roster.absentCount : 0
  const people = roster.counts.new + roster.counts.update + leaving
  const { id, revision, counts } = roster
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default">{t('org.import.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={'.' as string}
            {...({ search: { step: 'columns' } } as object)}
          >
            {t('org.import.changeColumns')}
          </Menu.Item>
          <Menu.Item component={Link} to={'/org/import' as string}>
            {t('org.import.otherFile')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {counts.fault > 0 && (
        <ActionButton onClick={() => download('', `/api/files/import-problems/${id}`)}>
          {t('org.import.problems')}
        </ActionButton>
      )}
      <ActionButton
        kind="primary"
        busy={confirm.isPending}
        refusal={roster.refusals.confirm}
        onClick={() => confirm.mutate({ id, revision, counts })}
      >
        {t('org.import.write', { count: people, people: f.count(people) })}
      </ActionButton>
      <ErrorNote error={confirm.error} />
    </>
  )
}

function Coverage({
  roster,
  busy,
  onChange,
}: {
  roster: Import
  busy: boolean
  onChange: (coverage: Import['coverage'], absent: Import['absent']) => void
}) {
  const { t } = useTranslation()
  if (roster.absentCount === 0 && roster.coverage === 'whole') return null
  return (
    <div className={styles.settings}>
      <SegmentedControl
        aria-label={t('org.import.coverage')}
        disabled={busy}
        value={roster.coverage}
        onChange={(value) => onChange(value as Import['coverage'], roster.absent)}
        data={[
          { value: 'whole', label: t('org.import.whole') },
          { value: 'part', label: t('org.import.part') },
        ]}
      />
      {roster.coverage === 'whole' && (
        <SegmentedControl
          aria-label={t('org.import.absentTitle')}
          disabled={busy}
          value={roster.absent}
          onChange={(value) => onChange('whole', value as Import['absent'])}
          data={[
            { value: 'keep', label: t('org.import.absentKeep') },
            { value: 'leave', label: t('org.import.absentLeave') },
          ]}
        />
      )}
    </div>
  )
}

/** More than five in a hundred vanish: another HR administrator looks at it first. */
function SecondPerson({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const f = useFormat()
  const cache = useQueryClient()
  const [copied, setCopied] = useState(false)
  const show = (next: Import) =>
    cache.setQueryData(api.org.import.get.queryKey({ input: { id: roster.id } }), next)
  const ask = useMutation({ ...api.org.import.askApproval.mutationOptions(), onSuccess: show })
  const approve = useMutation({ ...api.org.import.approve.mutationOptions(), onSuccess: show })
  if (!roster.needsSecondPerson) return null
  const seen = { id: roster.id, revision: roster.revision }
  const take = () => void copy(location.href).then(() => setCopied(true))
  return (
    <Card tone={roster.approved ? 'calm' : 'waiting'} title={t('org.import.secondTitle')}>
      <div className="stack">
        <p>
          {t('org.import.secondText', {
            share: f.share(roster.vanishing, roster.active),
            of: f.of(roster.vanishing, roster.active),
          })}
        </p>
        {roster.approved ? (
          <p>
            {t('org.import.approvedBy', {
              name: roster.approved.by,
              when: f.near(roster.approved.at),
            })}
          </p>
        ) : (
          <div className="cluster">
            {!roster.approvalAskedAt && (
              <ActionButton
                busy={ask.isPending}
                refusal={roster.refusals.edit}
                onClick={() => ask.mutate(seen)}
              >
                {t('org.import.askApproval')}
              </ActionButton>
            )}
            {roster.approvalAskedAt && (
              <ActionButton
                kind="primary"
                busy={approve.isPending}
                refusal={roster.refusals.approve}
                onClick={() => approve.mutate(seen)}
              >
                {t('org.import.approve')}
              </ActionButton>
            )}
            {roster.approvalAskedAt && (
              <ActionButton kind="quiet" onClick={take}>
                {t(copied ? 'org.import.copied' : 'org.import.copyLink')}
              </ActionButton>
            )}
          </div>
        )}
        <ErrorNote error={ask.error ?? approve.error} />
      </div>
    </Card>
  )
}

/** Running conversations keep their snapshot; here is how many are concerned, by kind of effect. */
function Impact({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const { data } = useQuery(api.org.import.impact.queryOptions({ input: { id: roster.id } }))
  const touched = data?.filter((effect) => effect.conversations > 0) ?? []
  if (touched.length === 0) return null
  return (
    <>
      {touched
        .map((effect) =>
          t(`org.import.impact.${effect.kind}`, {
            count: effect.conversations,
            people: effect.people,
          }),
        )
        .join(' ')}{' '}
      {t('org.import.snapshots')}
    </>
  )
}
