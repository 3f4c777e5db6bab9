import { useState } from 'react'
import { Checkbox, NumberInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { ChangeDay } from './ChangeDay.tsx'
import { Import } from './Import.tsx'
import { Months } from './Months.tsx'

/** 工作日历: the year as it is worked, and where its holidays come from. */
export function Calendar() {
  const { t } = useTranslation()
  const [year, setYear] = useState(new Date().getFullYear())
  const { data, error, refetch } = useQuery(api.org.calendar.year.queryOptions({ input: { year } }))
  const again = () => {
    toast({ text: t('org.calendar.saved') })
    void queryClient.invalidateQueries({ queryKey: api.org.calendar.key() })
  }
  const take = useMutation(api.org.calendar.takeOffered.mutationOptions({ onSuccess: again }))
  const rest = useMutation(api.org.calendar.setRestDays.mutationOptions({ onSuccess: again }))
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { restDays, days, workdays, offered, refusals } = data
  const list = offered.find((it) => it.year === year)
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.menu.settings'), to: '/settings' }]}
        title={t('org.calendar.title')}
        sub={t('org.calendar.sub', { year, workdays })}
      />
      <div className="stack">
        <Card title={t('org.calendar.rest')} note={t('org.calendar.restNote')}>
          <div className="cluster">
            {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
              <Checkbox
                key={weekday}
                label={t(`org.calendar.weekday.${weekday}`)}
                checked={restDays.includes(weekday)}
                disabled={refusals.change !== null || rest.isPending}
                onChange={(event) =>
                  rest.mutate({
                    restDays: event.currentTarget.checked
                      ? [...restDays, weekday]
                      : restDays.filter((it) => it !== weekday),
                  })
                }
              />
            ))}
          </div>
          <ErrorNote error={rest.error} />
        </Card>
        <Card title={t('org.calendar.year')}>
          <div className="stack">
            <NumberInput
              label={t('org.calendar.which')}
              value={year}
              min={2000}
              max={2100}
              maw={160}
              onChange={(value) =>
                Number(value) >= 2000 && Number(value) <= 2100 && setYear(Number(value))
              }
            />
            <Months year={year} restDays={restDays} days={days} />
            <ul className="small" aria-label={t('org.calendar.said')}>
              {days.map(({ day, kind, name }) => (
                <li key={day}>
                  {day} · {t(`org.calendar.kind.${kind}`)} · {name}
                </li>
              ))}
            </ul>
            <ChangeDay refusal={refusals.change} year={year} onDone={again} />
          </div>
        </Card>
        <Card title={t('org.calendar.from')} note={t('org.calendar.fromNote')}>
          <div className="stack">
            {list && (
              <div className="cluster">
                <span>{t('org.calendar.offered', { year, count: list.days })}</span>
                <ActionButton
                  refusal={refusals.change ?? (list.isTaken ? 'org.calendarTaken' : null)}
                  busy={take.isPending}
                  onClick={() => take.mutate({ year })}
                >
                  {t('org.calendar.take')}
                </ActionButton>
              </div>
            )}
            <ErrorNote error={take.error} />
            {refusals.change === null && <Import onDone={again} />}
          </div>
        </Card>
      </div>
    </>
  )
}
