import { type FormEvent, useState } from 'react'
import { Checkbox, Radio, Select, Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { useRefusal } from '../../../../ui/failure.ts'
import { toast } from '../../../../ui/toasts.tsx'
import type { ChannelKind } from '../../channels/rules.ts'
import { Summaries } from './Summaries.tsx'
import { type Preference, type Rhythm, rhythms } from '../../reminders/preferences/rules.ts'

/** 我的提醒: by which ways, how often, in which hours, and not while away. */
export function Reminders() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(api.notifications.preferences.mine.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.menu.settings'), to: '/settings' }]}
        title={t('delivery.mine.title')}
        sub={t('delivery.mine.sub', { hour: data.hour })}
      />
      <div className="measure stack">
        <Form {...data} />
        <Summaries />
      </div>
    </>
  )
}

const halfHours = Array.from(
  { length: 48 },
  (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`,
)
const zones = Intl.supportedValuesOf('timeZone')

type Mine = {
  preference: Preference
  ways: { kind: ChannelKind; refusal: string | null }[]
  address: string | null
  timezone: string
}

function Form({ preference, ways, address, timezone }: Mine) {
  const { t } = useTranslation()
  const refusalText = useRefusal()
  const [mine, setMine] = useState<Preference>(preference)
  const set = (change: Partial<Preference>) => setMine({ ...mine, ...change })
  const save = useMutation(
    api.notifications.preferences.save.mutationOptions({
      onSuccess: () => {
        toast({ text: t('delivery.mine.saved') })
        void queryClient.invalidateQueries({ queryKey: api.notifications.preferences.key() })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ ...mine, channels: [...mine.channels] })
  }
  const toggle = (kind: ChannelKind, isWanted: boolean) =>
    set({
      channels: isWanted ? [...mine.channels, kind] : mine.channels.filter((it) => it !== kind),
    })
  return (
    <form className="stack" onSubmit={submit}>
      <Card title={t('delivery.mine.rhythm')}>
        <Radio.Group
          aria-label={t('delivery.mine.rhythm')}
          value={mine.rhythm}
          onChange={(value) => set({ rhythm: value as Rhythm })}
        >
          <div className="stack">
            {rhythms.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`delivery.mine.rhythms.${value}`)}
                description={t(`delivery.mine.rhythmNotes.${value}`)}
              />
            ))}
          </div>
        </Radio.Group>
      </Card>
      <Card title={t('delivery.mine.ways')} note={t('delivery.mine.waysNote')}>
        <div className="stack">
          {ways.map(({ kind, refusal }) => (
            <Checkbox
              key={kind}
              label={t(`delivery.kind.${kind}`)}
              description={refusalText(refusal) ?? (kind === 'mail' ? address : undefined)}
              disabled={refusal !== null}
              checked={refusal === null && mine.channels.includes(kind)}
              onChange={(event) => toggle(kind, event.currentTarget.checked)}
            />
          ))}
        </div>
      </Card>
      <Card title={t('delivery.mine.quiet')} note={t('delivery.mine.quietNote')}>
        <div className="stack">
          <Switch
            label={t('delivery.mine.quietOn')}
            checked={mine.quiet !== null}
            onChange={(event) =>
              set({ quiet: event.currentTarget.checked ? { from: '20:00', until: '08:00' } : null })
            }
          />
          {mine.quiet && (
            <div className="cluster">
              {(['from', 'until'] as const).map((end) => (
                <Select
                  key={end}
                  label={t(`delivery.mine.${end}`)}
                  allowDeselect={false}
                  data={[...new Set([...halfHours, mine.quiet![end]])].sort()}
                  value={mine.quiet![end]}
                  onChange={(time) => time && set({ quiet: { ...mine.quiet!, [end]: time } })}
                />
              ))}
            </div>
          )}
          <Select
            label={t('delivery.mine.timezone')}
            searchable
            clearable
            placeholder={t('delivery.mine.asOrganization', { timezone })}
            nothingFoundMessage={t('delivery.mine.noSuchZone')}
            data={zones}
            value={mine.timezone}
            onChange={(zone) => set({ timezone: zone })}
          />
        </div>
      </Card>
      <Away away={mine.away} onChange={(away) => set({ away })} />
      <ErrorNote error={save.error} />
      <div>
        <ActionButton kind="primary" type="submit" busy={save.isPending}>
          {t('delivery.save')}
        </ActionButton>
      </div>
    </form>
  )
}

function Away({
  away,
  onChange,
}: {
  away: Preference['away']
  onChange: (away: Preference['away']) => void
}) {
  const { t } = useTranslation()
  const today = new Date().toLocaleDateString('en-CA')
  return (
    <Card title={t('delivery.mine.away')} note={t('delivery.mine.awayNote')}>
      <div className="stack">
        <Switch
          label={t('delivery.mine.awayOn')}
          checked={away !== null}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? { from: today, until: today } : null)
          }
        />
        {away && (
          <div className="cluster">
            <DateField
              label={t('delivery.mine.firstDay')}
              required
              value={away.from}
              onChange={(from) => onChange({ ...away, from })}
            />
            <DateField
              label={t('delivery.mine.lastDay')}
              required
              min={away.from}
              value={away.until}
              onChange={(until) => onChange({ ...away, until })}
            />
          </div>
        )}
      </div>
    </Card>
  )
}
