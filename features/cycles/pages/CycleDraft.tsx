import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { SaveNote } from '../../../ui/SaveNote.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { useAutosave, type Autosave } from '../../../ui/useAutosave.ts'
import type { Cycle, Draft } from '../contract.ts'
import { Deadlines } from './draft/Deadlines.tsx'
import { Design } from './draft/Design.tsx'
import { DryRun } from './draft/DryRun.tsx'
import { Launch } from './draft/Launch.tsx'
import { People } from './draft/People.tsx'
import { Purpose } from './draft/Purpose.tsx'
import styles from './CycleDraft.module.css'

const steps = {
  purpose: Purpose,
  people: People,
  design: Design,
  deadlines: Deadlines,
  dryRun: DryRun,
  launch: Launch,
}
type StepKey = keyof typeof steps
const order = Object.keys(steps) as StepKey[]

/** A cycle being set up, step by step; everything is saved while it is typed. */
export function CycleDraft() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const cycle = admitted(useQuery(api.cycles.get.queryOptions({ input: { id } })))
  if (failureIn(cycle))
    return <ErrorNote error={cycle.error} onRetry={() => void cycle.refetch()} />
  if (!cycle.data) return <Pending />
  // What can no longer be written, or not by whoever asks, is read where it runs.
  if (cycle.data.refusals.save)
    return <Navigate to="/cycles/$id" params={{ id } as never} replace />
  return <Wizard key={id} cycle={cycle.data} />
}

const draftOf = ({
  name,
  kind,
  periodFrom,
  periodTo,
  startsOn,
  population,
  mapping,
  deadlines,
  pilot,
  expected,
}: Cycle): Draft => ({
  name,
  kind,
  periodFrom,
  periodTo,
  startsOn,
  population,
  mapping,
  deadlines,
  pilot,
  expected,
})

function Wizard({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation()
  const asked = (useSearch({ strict: false }) as { step?: string }).step
  const step = order.find((key) => key === asked) ?? 'purpose'
  const autosave = useAutosave<Draft, { id: string; version: number; draft: Draft }>({
    id: `cycle.${cycle.id}`,
    value: draftOf(cycle),
    version: cycle.version,
    procedure: api.cycles.save,
    input: (draft, version) => ({ id: cycle.id, version, draft }),
    label: t('cycles.draft.label'),
    onSaved: (saved) => {
      queryClient.setQueryData(api.cycles.get.queryKey({ input: { id: cycle.id } }), saved as Cycle)
      void queryClient.invalidateQueries({ queryKey: api.cycles.dryRun.key() })
      void queryClient.invalidateQueries({ queryKey: api.cycles.dryRunPeople.key() })
    },
  })
  const Step = steps[step]
  const at = order.indexOf(step)
  const current = useRef<HTMLAnchorElement>(null)
  // On a phone the steps are a strip wider than the screen.
  // New browsers answer scrolling with a promise, which is no way to clean up after an effect.
  useEffect(
    () => void current.current?.scrollIntoView({ block: 'nearest', inline: 'center' }),
    [step],
  )
  const change = (part: Partial<Draft>) => autosave.set({ ...autosave.value, ...part })
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('cycles.title'), to: '/cycles' },
          ...(cycle.state === 'piloting'
            ? [{ text: t('cycles.pilot.monitor'), to: `/cycles/${cycle.id}` }]
            : []),
        ]}
        title={autosave.value.name || t('cycles.unnamed')}
        sub={
          <>
            {t(cycle.state === 'piloting' ? 'cycles.pilot.sub' : 'cycles.draft.sub')}{' '}
            <SaveNote {...autosave} />
          </>
        }
        actions={cycle.state === 'draft' && <Discard cycle={cycle} />}
      />
      <Conflict autosave={autosave} />
      <div className={styles.wizard}>
        <nav aria-label={t('cycles.draft.steps')}>
          <ol className={styles.steps}>
            {order.map((key, index) => (
              <li key={key}>
                <Link
                  ref={key === step ? current : null}
                  to="."
                  search={{ step: key } as never}
                  aria-current={key === step ? 'step' : undefined}
                  data-before={index < at || undefined}
                >
                  <span className={styles.number} aria-hidden>
                    {index + 1}
                  </span>
                  {t(stepName(key, cycle))}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
        <div className="stack">
          <Step cycle={cycle} draft={autosave.value} change={change} flush={autosave.flush} />
          <div className={styles.turn}>
            {at > 0 && <StepButton to={order[at - 1]!} text={t('cycles.draft.back')} />}
            {at < order.length - 1 && (
              <StepButton
                to={order[at + 1]!}
                text={t('cycles.draft.next', { step: t(stepName(order[at + 1]!, cycle)) })}
                isMain
                refusal={
                  step === 'purpose' && !autosave.value.name.trim() ? 'cycles.nameMissing' : null
                }
              />
            )}
          </div>
        </div>
      </div>
    </>
  )
}

// After a pilot the last step launches everybody else.
const stepName = (key: StepKey, { state }: Cycle) =>
  key === 'launch' && state === 'piloting' ? 'cycles.rollOut.step' : `cycles.draft.${key}.step`

function StepButton({
  to,
  text,
  isMain,
  refusal = null,
}: {
  to: StepKey
  text: string
  isMain?: boolean
  refusal?: string | null
}) {
  const navigate = useNavigate()
  return (
    <ActionButton
      kind={isMain ? 'primary' : 'plain'}
      refusal={refusal}
      onClick={() => void navigate({ to: '.', search: { step: to } as never })}
    >
      {text}
    </ActionButton>
  )
}

/** Somebody else has written the same draft: both stay until this person decides. */
function Conflict({ autosave }: { autosave: Autosave<Draft> }) {
  const { t } = useTranslation()
  if (autosave.state !== 'conflict' || !autosave.theirs) return null
  return (
    <div role="alert" className={styles.conflict}>
      <p>
        {t('cycles.draft.conflict', { name: autosave.theirs.value.name || t('cycles.unnamed') })}
      </p>
      <div className="cluster">
        <ActionButton onClick={autosave.keepMine}>{t('cycles.draft.keepMine')}</ActionButton>
        <ActionButton onClick={autosave.takeTheirs}>{t('cycles.draft.takeTheirs')}</ActionButton>
      </div>
    </div>
  )
}

function Discard({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const discard = useMutation(
    api.cycles.discard.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.cycles.list.key() })
        await navigate({ to: '/cycles' })
      },
    }),
  )
  return (
    <>
      <ActionButton refusal={cycle.refusals.discard} onClick={() => setAsking(true)}>
        {t('cycles.draft.discard')}
      </ActionButton>
      <ConfirmDialog
        opened={isAsking}
        danger
        title={t('cycles.draft.discardTitle')}
        confirm={t('cycles.draft.discard')}
        busy={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate({ id: cycle.id })}
        onClose={() => setAsking(false)}
      >
        {t('cycles.draft.discardWhat')}
      </ConfirmDialog>
    </>
  )
}
