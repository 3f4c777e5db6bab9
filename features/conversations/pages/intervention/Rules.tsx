import { useState } from 'react'
import { NumberInput, Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { triggers, type InterventionRules } from '../../intervention/contract.ts'
import { useDone } from './useDone.ts'

/** HR 介入规则: which of the five bring HR in, and from which figures on. */
export function Rules() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(api.conversations.intervention.rules.get.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { refusal, ...rules } = data
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('intervention.title'), to: '/interventions' }]}
        title={t('intervention.rules.title')}
        sub={t('intervention.rules.sub')}
      />
      <Form rules={rules} refusal={refusal} />
    </>
  )
}

function Form({ rules, refusal }: { rules: InterventionRules; refusal: string | null }) {
  const { t } = useTranslation()
  const done = useDone()
  const [wished, setWished] = useState(rules)
  const save = useMutation(
    api.conversations.intervention.rules.set.mutationOptions({
      onSuccess: () => done(t('intervention.rules.saved')),
    }),
  )
  const { disputed, severe } = wished
  const isReading = refusal !== null
  const figure = (
    label: string,
    value: number,
    max: number,
    isOn: boolean,
    onChange: (value: number) => void,
  ) => (
    <NumberInput
      label={label}
      min={1}
      max={max}
      clampBehavior="strict"
      allowDecimal={false}
      disabled={isReading || !isOn}
      value={value}
      onChange={(next) => onChange(Number(next) || 1)}
    />
  )
  return (
    <form
      className="stack measure"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isReading) save.mutate(wished)
      }}
    >
      {triggers.map((trigger) => (
        <Card key={trigger}>
          <div className="stack">
            <Switch
              label={t(`intervention.rules.${trigger}`)}
              description={t(`intervention.rules.${trigger}Text`)}
              checked={wished[trigger].on}
              disabled={isReading}
              onChange={(event) => {
                const on = event.currentTarget.checked
                setWished({ ...wished, [trigger]: { ...wished[trigger], on } })
              }}
            />
            {trigger === 'disputed' &&
              figure(t('intervention.rules.steps'), disputed.steps, 9, disputed.on, (steps) =>
                setWished({ ...wished, disputed: { ...disputed, steps } }),
              )}
            {trigger === 'severe' && (
              <>
                {figure(t('intervention.rules.lowest'), severe.lowest, 5, severe.on, (lowest) =>
                  setWished({ ...wished, severe: { ...severe, lowest } }),
                )}
                <Switch
                  label={t('intervention.rules.plan')}
                  checked={severe.plan}
                  disabled={isReading || !severe.on}
                  onChange={(event) => {
                    const plan = event.currentTarget.checked
                    setWished({ ...wished, severe: { ...severe, plan } })
                  }}
                />
              </>
            )}
          </div>
        </Card>
      ))}
      <Card tone="sunken" title={t('intervention.rules.who')}>
        <p className="mute">{t('intervention.rules.whoText')}</p>
      </Card>
      <ErrorNote error={save.error} />
      <div>
        <ActionButton type="submit" kind="primary" busy={save.isPending} refusal={refusal}>
          {t('intervention.rules.save')}
        </ActionButton>
      </div>
    </form>
  )
}
