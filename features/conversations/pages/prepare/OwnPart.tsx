import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { PartView } from '../../../templates/pages/form/PartView.tsx'
import type { Workspace } from '../../contract.ts'
import { useHints } from '../hints/useHints.tsx'
import {
  aboutOf,
  namesOf,
  partOf,
  partWord,
  refresh,
  savingFor,
  useFormOf,
  valuesOf,
} from '../form.ts'

const rights = {
  self: { write: 'writeSelf', submit: 'submitSelf', withdraw: 'withdrawSelf' },
  manager: { write: 'writeManager', submit: 'submitManager', withdraw: 'withdrawManager' },
} as const

/** One's own part before the reveal: writing it, handing it in, taking it back. */
export function OwnPart({ talk, kind }: { talk: Workspace; kind: 'self' | 'manager' }) {
  const { t } = useTranslation()
  const f = useFormat()
  const form = useFormOf(talk, kind)
  const part = partOf(talk, kind)
  const right = rights[kind]
  const hints = useHints(talk, kind, talk.refusals[right.write] === null)
  const submit = useMutation(
    api.conversations.submitPart.mutationOptions({
      onSuccess: ({ revealedAt }) => {
        toast({
          text: t(revealedAt ? 'conversations.part.opened' : 'conversations.part.submitted'),
        })
        void refresh(talk.id)
      },
    }),
  )
  const withdraw = useMutation(
    api.conversations.withdrawPart.mutationOptions({ onSuccess: () => void refresh(talk.id) }),
  )
  const other = kind === 'self' ? talk.manager?.name : talk.employee.name

  if (part?.submittedAt)
    return (
      <Card
        title={t(partWord(talk, kind))}
        note={
          <Tag kind="d">
            {t('conversations.part.submittedAt', { when: f.near(part.submittedAt) })}
          </Tag>
        }
        action={
          <ActionButton
            refusal={talk.refusals[right.withdraw]}
            busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ id: talk.id, part: kind })}
          >
            {t('conversations.part.withdraw')}
          </ActionButton>
        }
      >
        <p className="mute">
          {other ? t('conversations.part.waitsFor', { name: other }) : t('conversations.part.in')}
        </p>
        <ErrorNote error={withdraw.error} />
        <PartView
          template={talk.template.body}
          part={kind}
          answers={valuesOf(part)}
          names={namesOf(talk)}
          about={aboutOf(talk)}
        />
      </Card>
    )
  return (
    <>
      {talk.template.changed && <TemplateChanged talk={talk} kind={kind} />}
      <PartForm
        {...form}
        formId={`${talk.id}.${kind}`}
        template={talk.template.body}
        part={kind}
        answers={part?.answers ?? {}}
        save={savingFor(talk.id, kind)}
        refusal={talk.refusals[right.write]}
        beneath={hints}
        onSaved={() => void refresh(talk.id)}
        submit={{
          label: t(
            talk.template.body.scale
              ? `conversations.part.submit.${kind}`
              : 'conversations.part.submitNotes',
          ),
          refusal: talk.refusals[right.submit],
          busy: submit.isPending,
          onSubmit: () => submit.mutate({ id: talk.id, part: kind }),
        }}
      />
      <ErrorNote error={submit.error} kept={t('conversations.kept')} />
    </>
  )
}

/** The questions are not those of the beginning any more: who decided it, why, and what is asked of whom. */
function TemplateChanged({ talk, kind }: { talk: Workspace; kind: 'self' | 'manager' }) {
  const { t } = useTranslation()
  const { changed, version } = talk.template
  if (!changed) return null
  const cameBack = changed.cameBack.includes(kind)
  return (
    <Card
      tone={cameBack ? 'waiting' : 'sunken'}
      title={t('conversations.templateChanged.title', { version })}
    >
      <p>{t('conversations.templateChanged.why', { by: changed.by, reason: changed.reason })}</p>
      {changed.note && <p className="mute">{changed.note}</p>}
      {cameBack && <p>{t('conversations.templateChanged.cameBack')}</p>}
    </Card>
  )
}
