import { useState } from 'react'
import { Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api } from '../../../../ui/api.ts'
import { useKept } from '../../../../ui/useKept.ts'
import { answers, type Answer, type attendanceShape } from '../../intervention/contract.ts'
import { useDone } from './useDone.ts'

interface Props {
  conversationId: string
  attendance: z.infer<typeof attendanceShape>
  isEmployee: boolean
}

/** 主管为主、HR为辅: who joins and why, and for the employee the word about it. */
export function HrJoins({ conversationId, attendance, isEmployee }: Props) {
  const { t } = useTranslation()
  const { hr, why, answer, refusal } = attendance
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Answer | null>(null)
  const [reason, setReason, forget] = useKept(`hrJoins.${conversationId}`, '')
  const done = useDone()
  const send = useMutation(
    api.conversations.intervention.answer.mutationOptions({
      onSuccess: async () => {
        forget()
        setOpen(false)
        await done(t('intervention.joins.answered'))
      },
    }),
  )
  const isAsking = isEmployee && refusal === null && (answer === null || isOpen)
  return (
    <Card tone="calm" title={t('intervention.joins.title', { hr: hr.name })}>
      <div className="stack">
        <p>{t(`intervention.joins.why.${why}`)}</p>
        <p className="mute">{t('intervention.joins.lead', { hr: hr.name })}</p>
        {answer && !isOpen && (
          <div className="cluster">
            <p>{t(`intervention.joins.said.${answer}`, { hr: hr.name })}</p>
            {refusal === null && (
              <ActionButton kind="quiet" size="compact-sm" onClick={() => setOpen(true)}>
                {t('intervention.joins.change')}
              </ActionButton>
            )}
          </div>
        )}
        {isAsking && (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault()
              if (chosen) send.mutate({ conversationId, answer: chosen, reason })
            }}
          >
            <Radio.Group
              label={t('intervention.joins.free')}
              value={chosen}
              onChange={(value) => setChosen(value as Answer)}
            >
              <Stack gap={8} mt={8}>
                {answers.map((each) => (
                  <Radio key={each} value={each} label={t(`intervention.joins.${each}`)} />
                ))}
              </Stack>
            </Radio.Group>
            {chosen && chosen !== 'welcome' && (
              <ReasonField
                label={t('intervention.joins.reason')}
                help={t('intervention.joins.reasonHelp')}
                most={500}
                isOptional
                value={reason}
                onChange={setReason}
              />
            )}
            <ErrorNote error={send.error} />
            <div>
              <ActionButton
                type="submit"
                busy={send.isPending}
                refusal={chosen ? null : 'intervention.chooseAnswer'}
              >
                {t('intervention.joins.send')}
              </ActionButton>
            </div>
          </form>
        )}
      </div>
    </Card>
  )
}
