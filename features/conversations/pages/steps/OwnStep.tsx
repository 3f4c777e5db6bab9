import { useState } from 'react'
import { Select } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { refusesReason } from '../../../../ui/failure.ts'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { ReasonCard } from '../../../../ui/ReasonCard.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { PartView } from '../../../templates/pages/form/PartView.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import type { StepView } from '../../steps/contract.ts'
import { Calibrate } from './Calibrate.tsx'
import { Calibrated } from './Calibrated.tsx'
import { CalibrateRating } from './CalibrateRating.tsx'

/** A stage of somebody else’s talk that is mine: to write, to approve, to take part in. */
export function OwnStep() {
  const { id = '', stageKey = '' } = useParams({ strict: false }) as {
    id?: string
    stageKey?: string
  }
  const [reason, setReason] = useState<string | undefined>()
  const asked = (reason?: string) =>
    api.conversations.steps.one.queryOptions({
      input: { id, stageKey, ...(reason && { reason }) },
    })
  const { data, error, isFetching, refetch } = admitted(
    useQuery({
      ...asked(reason),
      placeholderData: keepPreviousData,
    }),
  )
  const { data: before } = useQuery({ ...asked(), enabled: false })
  const step = data ?? (refusesReason(error) ? before : undefined)
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!step) return <Pending />
  return <Step step={step} why={{ busy: isFetching, given: reason, error, onGive: setReason }} />
}

interface Why {
  busy: boolean
  given: string | undefined
  error: unknown
  onGive: (reason: string) => void
}

function Step({ step, why }: { step: StepView; why: Why }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const navigate = useNavigate()
  const input = { id: step.conversationId, stageKey: step.stageKey }
  const names = { employee: step.employee.name, manager: step.manager?.name ?? '' }
  const settle = useMutation(
    api.conversations.steps.settle.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.steps.done', { stage: text(step.label) }) })
        void queryClient.invalidateQueries()
        void navigate({ to: '/' })
      },
    }),
  )
  // What one wrote is still told who reads it; any other stage that is done asks for nothing more.
  const isOver = step.kind !== 'form' && step.doneAt !== null
  const isWriting = step.kind === 'form' && step.refusal === null
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('conversations.list.title'), to: '/conversations' },
          { text: step.title },
        ]}
        title={t('conversations.steps.title', {
          stage: text(step.label),
          name: step.employee.name,
        })}
        sub={[
          step.employee.department,
          step.manager && t('conversations.steps.manager', { name: step.manager.name }),
          step.dueOn && !isOver && f.due(step.dueOn).text,
        ]
          .filter(Boolean)
          .join(' · ')}
      />
      <div className="stack">
        {step.sentBack && (
          <Card
            tone="waiting"
            title={t('conversations.steps.sentBack', { name: step.sentBack.by.name })}
            note={f.near(step.sentBack.at)}
          >
            <p className="measure">{step.sentBack.reason}</p>
          </Card>
        )}
        <p className="measure">
          {isOver
            ? t('conversations.steps.over', { when: f.dayTime(step.doneAt!) })
            : step.segment
              ? t('conversations.steps.about.segment', {
                  name: step.employee.name,
                  days: f.range(step.segment.fromOn, step.segment.untilOn),
                })
              : t(`conversations.steps.about.${step.kind}`, { name: step.employee.name })}
        </p>
        {step.asksWhy && (
          <ReasonCard
            title={t('conversations.steps.why.title')}
            text={t('conversations.steps.why.text', { name: step.employee.name })}
            label={t('conversations.steps.why.reason')}
            verb={t('conversations.steps.why.go')}
            refusal="conversations.writeReason"
            className="measure"
            {...why}
          />
        )}
        {step.ratings && (
          <Card
            title={t(
              step.calibrations.length > 0
                ? 'conversations.steps.ratingsNow'
                : 'conversations.steps.ratings',
            )}
          >
            <dl className="measure">
              {step.ratings.map(({ dimension, rating }) => (
                <div key={dimension.zh} className="row">
                  <dt>{text(dimension)}</dt>
                  <dd className="end">
                    {rating ? text(rating) : t('conversations.steps.notRated')}
                  </dd>
                </div>
              ))}
            </dl>
          </Card>
        )}
        {isWriting ? (
          <PartForm
            formId={`${step.conversationId}.${step.stageKey}`}
            template={step.template}
            part="manager"
            writer="manager"
            names={{ ...names, manager: names.manager || step.employee.name }}
            answers={step.answers as Record<string, { value?: unknown; version: number }>}
            save={{
              procedure: api.conversations.steps.save,
              input: (fieldKey, value, version, clientId) => ({
                ...input,
                fieldKey,
                value,
                version,
                clientId,
              }),
            }}
            submit={{
              label: t('conversations.steps.submit'),
              busy: settle.isPending,
              onSubmit: () => settle.mutate(input),
            }}
          />
        ) : step.kind === 'form' ? (
          <Card title={t('conversations.steps.yours')}>
            <PartView
              template={step.template}
              part="manager"
              answers={Object.fromEntries(
                Object.entries(step.answers).map(([key, { value }]) => [key, value]),
              )}
              names={names}
            />
          </Card>
        ) : step.kind === 'calibration' ? (
          <>
            <Calibrated items={step.calibrations} />
            {!isOver && (
              <>
                <CalibrateRating step={step} />
                <Calibrate
                  step={step}
                  busy={settle.isPending}
                  onSettle={(reason) => settle.mutate({ ...input, reason })}
                />
              </>
            )}
          </>
        ) : isOver ? null : (
          <div className="cluster">
            <ActionButton
              kind="primary"
              refusal={step.refusal}
              busy={settle.isPending}
              onClick={() => settle.mutate(input)}
            >
              {t(`conversations.steps.settle.${step.kind}`)}
            </ActionButton>
          </div>
        )}
        <ErrorNote error={settle.error} />
        {step.refusal === null && step.returns.length > 0 && <SendBack step={step} />}
      </div>
    </>
  )
}

function SendBack({ step }: { step: StepView }) {
  const { t } = useTranslation()
  const text = useText()
  const navigate = useNavigate()
  const [to, setTo] = useState(step.returns[0]!.key)
  const [reason, setReason] = useState('')
  const send = useMutation(
    api.conversations.steps.sendBack.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.steps.returned') })
        void queryClient.invalidateQueries()
        void navigate({ to: '/' })
      },
    }),
  )
  return (
    <Card title={t('conversations.steps.return')} note={t('conversations.steps.returnNote')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate({ id: step.conversationId, stageKey: step.stageKey, to, reason })
        }}
      >
        <Select
          label={t('conversations.steps.returnTo')}
          value={to}
          allowDeselect={false}
          data={step.returns.map(({ key, label }) => ({ value: key, label: text(label) }))}
          onChange={(key) => key && setTo(key)}
        />
        <ReasonField
          label={t('conversations.steps.reason')}
          most={1000}
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={send.error} />
        <div>
          <ActionButton type="submit" busy={send.isPending}>
            {t('conversations.steps.returnNow')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
