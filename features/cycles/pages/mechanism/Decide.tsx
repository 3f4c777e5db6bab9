import { useState } from 'react'
import { Radio, Select, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { companyStages, type CompanyStage } from '../../kinds/contract.ts'
import { reviewDecisions } from '../../mechanism/contract.ts'

type Decision = (typeof reviewDecisions)[number]

/** What becomes of the mechanism, in HR’s own words. */
export function Decide({
  mechanism,
}: {
  mechanism: { next: { isOpen: boolean }; deciding: number; stage: CompanyStage | null }
}) {
  const { t } = useTranslation()
  const [id, setId] = useState(() => crypto.randomUUID())
  const [decision, setDecision] = useState<Decision>('keep')
  const [preset, setPreset] = useState<CompanyStage | null>(null)
  const [note, setNote] = useState('')
  const decide = useMutation(
    api.cycles.mechanism.decide.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.cycles.mechanism.key() })
        void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
        setId(crypto.randomUUID())
        setDecision('keep')
        setNote('')
      },
    }),
  )
  const refusal =
    decision === 'switchPreset' && !preset
      ? 'cycles.choosePreset'
      : note.trim() === ''
        ? 'cycles.writeWhy'
        : null
  return (
    <Card
      title={t('cycles.mechanism.decide', { year: mechanism.deciding })}
      tone={mechanism.next.isOpen ? 'waiting' : 'plain'}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          decide.mutate({
            id,
            decision,
            preset: decision === 'switchPreset' ? preset : null,
            note,
          })
        }}
      >
        <Radio.Group
          label={t('cycles.mechanism.what')}
          value={decision}
          onChange={(value) => setDecision(value as Decision)}
        >
          <div className="stack" style={{ marginTop: 8 }}>
            {reviewDecisions.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`cycles.mechanism.decisions.${each}.name`)}
                description={t(`cycles.mechanism.decisions.${each}.what`)}
              />
            ))}
          </div>
        </Radio.Group>
        {decision === 'switchPreset' && (
          <Select
            label={t('cycles.mechanism.preset')}
            value={preset}
            data={companyStages
              .filter((stage) => stage !== mechanism.stage)
              .map((stage) => ({ value: stage, label: t(`cycles.year.presets.${stage}.name`) }))}
            onChange={(stage) => setPreset(stage as CompanyStage | null)}
          />
        )}
        <Textarea
          label={t('cycles.mechanism.note')}
          description={t('cycles.mechanism.noteHelp')}
          autosize
          minRows={3}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <ErrorNote error={decide.error} />
        <div className="cluster">
          <ActionButton kind="primary" type="submit" refusal={refusal} busy={decide.isPending}>
            {t('cycles.mechanism.save')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
