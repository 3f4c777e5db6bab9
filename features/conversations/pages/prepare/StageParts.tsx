import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { AnswerView } from '../../../templates/pages/form/AnswerView.tsx'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import { Card } from '../../../../ui/Card.tsx'
import { fieldStages, type FieldStage } from '../../../templates/contract.ts'
import { stageSections } from '../../../templates/rules.ts'
import type { Workspace } from '../../contract.ts'
import { namesOf, partOf, refresh, savingFor, useFormOf, writerOf } from '../form.ts'

type Stage = Workspace['run']['stages'][number]

/** 差异说明, 目标对齐, 战略解读: written while their stage is open, read afterwards. */
export function StageParts({ talk }: { talk: Workspace }) {
  const stages = talk.run.stages.filter(
    (stage) =>
      (fieldStages as readonly string[]).includes(stage.kind) && stage.openedAt && !stage.skippedAt,
  )
  return (
    <>
      {stages.map((stage) =>
        stage.doneAt ? (
          <Written key={stage.key} talk={talk} stage={stage} />
        ) : (
          <Writing key={stage.key} talk={talk} stage={stage} />
        ),
      )}
    </>
  )
}

function Writing({ talk, stage }: { talk: Workspace; stage: Stage }) {
  const { t } = useTranslation()
  const text = useText()
  const form = useFormOf(talk, 'talk')
  const kind = stage.kind as FieldStage
  const complete = useMutation(
    api.conversations.completeStage.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.stage.done', { stage: text(stage.label) }) })
        void refresh(talk.id)
      },
    }),
  )
  const isTheirs = stage.actor === 'both' || stage.actor === writerOf(talk)
  if (talk.relation !== 'employee' && talk.relation !== 'manager') return null
  if (!isTheirs)
    return (
      <Card tone="sunken" title={text(stage.label)}>
        <p className="mute">
          {t('conversations.stage.waits', {
            name: namesOf(talk)[stage.actor === 'manager' ? 'manager' : 'employee'],
          })}
        </p>
      </Card>
    )
  return (
    <>
      <PartForm
        {...form}
        formId={`${talk.id}.talk`}
        template={talk.template.body}
        part="talk"
        stage={kind}
        answers={partOf(talk, 'talk')?.answers ?? {}}
        save={savingFor(talk.id, 'talk')}
        refusal={talk.refusals.completeStage}
        submit={{
          label: t('conversations.stage.finish', { stage: text(stage.label) }),
          refusal: talk.refusals.completeStage,
          busy: complete.isPending,
          onSubmit: () => complete.mutate({ id: talk.id, stageKey: stage.key }),
        }}
      />
      <ErrorNote error={complete.error} kept={t('conversations.kept')} />
    </>
  )
}

function Written({ talk, stage }: { talk: Workspace; stage: Stage }) {
  const text = useText()
  const answers = partOf(talk, 'talk')?.answers ?? {}
  const fields = stageSections(talk.template.body, stage.kind as FieldStage)
    .flatMap((section) => section.fields)
    .filter(({ key }) => answers[key])
  if (fields.length === 0) return null
  return (
    <Card title={text(stage.label)}>
      {fields.map((field) => (
        <div key={field.key}>
          <h3>{text(field.label)}</h3>
          <AnswerView
            field={field}
            value={answers[field.key]?.value}
            scale={talk.template.body.scale}
            names={namesOf(talk)}
          />
        </div>
      ))}
    </Card>
  )
}
