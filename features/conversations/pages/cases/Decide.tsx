import { useState } from 'react'
import { Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import type { AmendedPart } from '../../amending/contract.ts'
import type { Case } from '../../appeals/contract.ts'
import { RecordBody } from '../sign/RecordSheet.tsx'
import { PartsField } from './PartsField.tsx'
import { useCaseChanged } from './useCaseChanged.ts'
import styles from './Cases.module.css'

/** The record, the outcome and its grounds. The record is fetched when asked for: the person sees that it was. */
export function Decide({ it, onClose }: { it: Case; onClose: () => void }) {
  const { t } = useTranslation()
  const [isReading, setReading] = useState(false)
  const [{ outcome, answer, parts }, write, forget] = useKeptForm<{
    outcome: 'upheld' | 'revised'
    answer: string
    parts: AmendedPart[]
  }>(`caseAnswer.${it.id}`, { outcome: 'upheld', answer: '', parts: [] })
  const changed = useCaseChanged()
  const decide = useMutation(
    api.conversations.appeals.decide.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        await changed(t('conversations.appeals.decided'))
      },
    }),
  )
  const lacking =
    answer.trim().length < 10
      ? 'conversations.appeals.writeAnswer'
      : outcome === 'revised' && parts.length === 0
        ? 'conversations.appeals.chooseParts'
        : null
  return (
    <Dialog opened size="lg" title={t('conversations.appeals.decide')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (lacking) return
          decide.mutate(
            outcome === 'revised'
              ? { id: it.id, outcome, answer, parts }
              : { id: it.id, outcome, answer },
          )
        }}
      >
        {isReading ? (
          <TheRecord id={it.id} />
        ) : (
          <div className="cluster">
            <ActionButton onClick={() => setReading(true)}>
              {t('conversations.appeals.read')}
            </ActionButton>
            <span className="small mute">{t('conversations.appeals.readNote')}</span>
          </div>
        )}
        <Radio.Group
          label={t('conversations.appeals.outcomeLabel')}
          value={outcome}
          onChange={(value) => write({ outcome: value as typeof outcome })}
        >
          <Stack gap={8} mt={8}>
            <Radio value="upheld" label={t('conversations.appeals.upheldText')} />
            <Radio value="revised" label={t('conversations.appeals.revisedText')} />
          </Stack>
        </Radio.Group>
        {outcome === 'revised' && (
          <PartsField value={parts} onChange={(chosen) => write({ parts: chosen })} />
        )}
        <Textarea
          label={t('conversations.appeals.answerLabel')}
          description={t('conversations.appeals.answerHelp')}
          required
          autosize
          minRows={3}
          maxLength={5000}
          value={answer}
          onChange={(event) => write({ answer: event.currentTarget.value })}
        />
        <ErrorNote error={decide.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={decide.isPending} refusal={lacking}>
            {t('conversations.appeals.send')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}

function TheRecord({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data, error } = useQuery({
    ...api.conversations.appeals.record.queryOptions({ input: { id } }),
    staleTime: Infinity,
    retry: false,
  })
  if (failureIn({ data, error })) return <ErrorNote error={error} />
  if (!data) return <Pending />
  return (
    // Focusable, so that a keyboard can scroll it.
    <div
      className={styles.page}
      tabIndex={0}
      role="region"
      aria-label={t('conversations.record.title')}
    >
      <RecordBody page={data} />
    </div>
  )
}
