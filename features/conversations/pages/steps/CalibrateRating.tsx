import { useState } from 'react'
import { Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Rating } from '../../../../ui/Rating.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useKept } from '../../../../ui/useKept.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { StepView } from '../../steps/contract.ts'

const shortestReason = 5

/** One rating, what it becomes and why; the manager's own stays beside it. */
export function CalibrateRating({ step }: { step: StepView }) {
  const { t } = useTranslation()
  const text = useText()
  const say = useRefusal()
  const [chosen, choose] = useState<string | null>(null)
  const dimension = chosen ?? step.ratings?.[0]?.key ?? ''
  const [value, setValue] = useState<number | null>(null)
  const input = { id: step.conversationId, stageKey: step.stageKey }
  const [reason, setReason, forget] = useKept(`calibrate.${input.id}.${input.stageKey}`, '')
  const calibrate = useMutation(
    api.conversations.steps.calibrate.mutationOptions({
      onSuccess: async () => {
        setValue(null)
        setReason('')
        forget()
        await queryClient.invalidateQueries({
          queryKey: api.conversations.steps.one.key({ input }),
        })
        toast({ text: t('conversations.steps.calibrate.done') })
      },
    }),
  )
  if (step.refusal !== null || step.asksWhy) return null
  if (step.calibrateRefusal !== null || !step.ratings)
    return <p className="small mute">{say(step.calibrateRefusal)}</p>
  const standing = step.ratings.find(({ key }) => key === dimension)
  const lacking =
    value === null
      ? 'conversations.chooseRating'
      : value === standing?.value
        ? 'conversations.sameRating'
        : reason.trim().length < shortestReason
          ? 'conversations.sayWhyCalibrated'
          : null
  return (
    <Card
      title={t('conversations.steps.calibrate.title')}
      note={t('conversations.steps.calibrate.note')}
    >
      <form
        className="stack measure"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) calibrate.mutate({ ...input, dimension, value: value!, reason })
        }}
      >
        <Select
          label={t('conversations.steps.calibrate.dimension')}
          description={t('conversations.steps.calibrate.now', {
            rating: standing?.rating ? text(standing.rating) : t('conversations.steps.notRated'),
          })}
          value={dimension}
          allowDeselect={false}
          data={step.ratings.map(({ key, dimension: label }) => ({
            value: key,
            label: text(label),
          }))}
          onChange={(key) => {
            if (key) choose(key)
            setValue(null)
          }}
        />
        <Rating
          label={t('conversations.steps.calibrate.value')}
          options={(step.template.scale?.points ?? []).map((point) => ({
            value: String(point.value),
            label: text(point.label),
            meaning: text(point.meaning),
          }))}
          value={value === null ? null : String(value)}
          onChange={(next) => setValue(Number(next))}
        />
        <ReasonField
          label={t('conversations.steps.calibrate.reason')}
          help={t('conversations.steps.calibrate.reasonHelp', {
            name: step.employee.name,
          })}
          most={1000}
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={calibrate.error} />
        <div>
          <ActionButton type="submit" refusal={lacking} busy={calibrate.isPending}>
            {t('conversations.steps.calibrate.save')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
