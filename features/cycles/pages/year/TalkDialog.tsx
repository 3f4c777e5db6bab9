import { useState } from 'react'
import { Select, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../ui/useFormat.ts'
import {
  channels,
  scenarios,
  type Channel,
  type Matrix,
  type Planned,
  type Scenario,
} from '../../year/contract.ts'
import { bestFor } from '../../year/rules.ts'
import { PlanDialog } from './PlanDialog.tsx'

interface Props {
  talk: Planned
  isNew: boolean
  matrix: Matrix
  busy: boolean
  error: unknown
  onSave: (talk: Planned) => void
  onClose: () => void
}

/** One planned conversation: what for, by which channel, when; with advice where a channel serves badly. */
export function TalkDialog({ talk, isNew, matrix, onSave, ...rest }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const [value, setValue] = useState(talk)
  const set = (part: Partial<Planned>) => setValue({ ...value, ...part })
  const fit = matrix[value.channel][value.scenario]
  const better = bestFor(matrix, value.scenario).filter((each) => each !== value.channel)
  return (
    <PlanDialog
      {...rest}
      title={t(isNew ? 'cycles.year.addTalk' : 'cycles.year.editTalk')}
      value={value}
      onChange={set}
      onSave={() => onSave(value)}
      after={
        <Textarea
          label={t('cycles.year.note')}
          autosize
          minRows={2}
          maxLength={500}
          value={value.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      }
    >
      <Select
        label={t('cycles.year.scenario')}
        allowDeselect={false}
        data={scenarios.map((each) => ({ value: each, label: t(`cycles.year.scenarios.${each}`) }))}
        value={value.scenario}
        onChange={(scenario) => scenario && set({ scenario: scenario as Scenario })}
      />
      <Select
        label={t('cycles.year.channel')}
        allowDeselect={false}
        data={channels.map((each) => ({
          value: each,
          label: t('cycles.year.channelFit', {
            channel: t(`cycles.year.channels.${each}`),
            fit: t(`cycles.year.fits.${matrix[each][value.scenario]}`),
          }),
        }))}
        value={value.channel}
        onChange={(channel) => channel && set({ channel: channel as Channel })}
      />
      {(fit === 'poor' || fit === 'fair') && better.length > 0 && (
        <p role="status" className="small mute">
          {t(`cycles.year.advice.${fit}`, {
            channel: t(`cycles.year.channels.${value.channel}`),
            scenario: t(`cycles.year.scenarios.${value.scenario}`),
            better: f.list(better.map((each) => t(`cycles.year.channels.${each}`))),
          })}
        </p>
      )}
    </PlanDialog>
  )
}
