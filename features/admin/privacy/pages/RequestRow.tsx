import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { letGo } from '../../../../ui/useKept.ts'
import type { PrivacyRequest } from '../contract.ts'
import { Handle } from './Handle.tsx'
import { useDone } from './useDone.ts'
import { Written } from './Written.tsx'

/** One request, and its answer. */
export function RequestRow({ it }: { it: PrivacyRequest }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isAnswering, setAnswering] = useState(false)
  const close = () => setAnswering(false)
  const done = useDone(close)
  const keptAs = `dataAnswer.${it.id}`
  const answer = useMutation(
    api.admin.privacy.answer.mutationOptions({
      onSuccess: () => {
        letGo(keptAs)
        return done(t('admin.privacy.answered'))
      },
    }),
  )
  const send = (granted: boolean) => (text: string) =>
    answer.mutate({ id: it.id, granted, answer: text })
  return (
    <li className="stack">
      <p>
        <b>
          {it.person.name} · {t(`admin.privacy.requestKind.${it.kind}`)}
        </b>{' '}
        <span className="small mute">
          {it.conversation?.title ?? t('admin.privacy.everything')} ·{' '}
          {t('admin.privacy.answerBy', { day: f.day(it.dueOn) })}
        </span>
      </p>
      <p>{it.wish}</p>
      <div className="cluster">
        <ActionButton refusal={it.refusal} onClick={() => setAnswering(true)}>
          {t('admin.privacy.answer')}
        </ActionButton>
      </div>
      {it.conversation && it.kind !== 'correction' && (
        <Handle conversationId={it.conversation.id} requestId={it.id} />
      )}
      {isAnswering && (
        <Written
          keptAs={keptAs}
          title={t('admin.privacy.answer')}
          label={t('admin.privacy.answerLabel')}
          busy={answer.isPending}
          error={answer.error}
          onClose={close}
          sends={[
            { verb: t('admin.privacy.grant'), send: send(true) },
            { verb: t('admin.privacy.decline'), send: send(false) },
          ]}
        />
      )}
    </li>
  )
}
