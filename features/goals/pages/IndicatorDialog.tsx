import { useState } from 'react'
import { NumberInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import type { Indicator } from '../contract.ts'

interface Props {
  /** Null: a new one. */
  indicator: Indicator | null
  period: { periodFrom: string; periodTo: string }
  onClose: () => void
}

/** One indicator by hand. */
export function IndicatorDialog({ indicator, period, onClose }: Props) {
  const { t } = useTranslation()
  const tree = useQuery(api.org.tree.queryOptions())
  const [id] = useState(() => indicator?.id ?? crypto.randomUUID())
  const [departmentId, setDepartment] = useState(indicator?.departmentId ?? null)
  const [weight, setWeight] = useState<number | null>(indicator?.weight ?? null)
  const [words, setWords] = useState({
    title: indicator?.title ?? '',
    companyGoal: indicator?.companyGoal ?? '',
    target: indicator?.target ?? '',
    measure: indicator?.measure ?? '',
  })
  const save = useMutation(
    api.goals.indicators.save.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.goals.indicators.list.key() })
        onClose()
      },
    }),
  )
  const line = (key: keyof typeof words) => (
    <TextInput
      label={t(`goals.column.${key}`)}
      description={t(`goals.help.${key}`)}
      required={key === 'title'}
      maxLength={300}
      value={words[key]}
      onChange={(event) => setWords({ ...words, [key]: event.currentTarget.value })}
    />
  )
  const refusal = !departmentId
    ? 'goals.chooseDepartment'
    : words.title.trim() === ''
      ? 'goals.nameIt'
      : null
  return (
    <Dialog opened title={t(indicator ? 'goals.edit' : 'goals.add')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (departmentId) save.mutate({ id, departmentId, ...period, ...words, weight })
        }}
      >
        <Select
          label={t('goals.column.department')}
          description={t('goals.help.department')}
          required
          searchable
          value={departmentId}
          data={(tree.data?.departments ?? []).map((each) => ({
            value: each.id,
            label: each.path,
          }))}
          onChange={setDepartment}
        />
        {line('title')}
        {line('companyGoal')}
        {line('target')}
        {line('measure')}
        <NumberInput
          label={t('goals.column.weight')}
          min={0}
          max={100}
          suffix=" %"
          allowDecimal={false}
          value={weight ?? ''}
          onChange={(next) => setWeight(next === '' ? null : Number(next))}
        />
        <ErrorNote error={save.error} />
        <div className="cluster">
          <ActionButton kind="primary" type="submit" refusal={refusal} busy={save.isPending}>
            {t('goals.save')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
