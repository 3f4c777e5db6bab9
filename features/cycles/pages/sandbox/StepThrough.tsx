import { useState } from 'react'
import { Checkbox, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../../platform/clock.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import { Pending } from '../../../../ui/Pending.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { flags, type Facts, type FlowBody, type FlowStage } from '../../../flows/contract.ts'
import { RunPicture } from '../../../flows/pages/RunPicture.tsx'
import { useWhose } from '../../../flows/pages/useStageWords.ts'
import {
  advance,
  begin,
  currentOf,
  dueDates,
  knownDates,
  type FlowEvent,
  type FlowState,
  type World,
} from '../../../flows/rules.ts'
import { PersonPick } from '../../../org/pages/PersonPick.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import { usualPeriod } from '../../rules.ts'
import styles from './Sandbox.module.css'

interface Props {
  flow: { versionId: string } | { draftId: string }
  startsOn: string
}

interface Somebody {
  id: string
  name: string
  employeeNo: string
}

/** One person's way through the flow, step by step, on a clock of its own. Nothing leaves the browser. */
export function StepThrough({ flow, startsOn }: Props) {
  const { t } = useTranslation()
  const [person, setPerson] = useState<Somebody | null>(null)
  const { data } = useQuery({
    ...api.cycles.sandbox.person.queryOptions({ input: { flow, personId: person?.id ?? '' } }),
    enabled: person !== null,
  })
  return (
    <Card title={t('cycles.sandbox.step.title')} note={t('cycles.sandbox.step.note')}>
      <div className="stack">
        <div className="measure">
          <PersonPick label={t('cycles.sandbox.step.person')} value={person} onChange={setPerson} />
        </div>
        {person && !data && <Pending />}
        {person && data && <Walk key={person.id} data={data} startsOn={startsOn} />}
      </div>
    </Card>
  )
}

type Data = Awaited<ReturnType<typeof api.cycles.sandbox.person.call>>

const noon = (day: string) => new Date(`${day}T04:00:00Z`)

function Walk({ data, startsOn }: { data: Data; startsOn: string }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const refusal = useRefusal()
  const { flow, calendar, owners, circumstances, employee, manager } = data
  const [today, setToday] = useState(startsOn)
  const [facts, setFacts] = useState<Facts>({})
  const [rank, setRank] = useState<number | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const worldOn = (day: string, known: Facts): World => ({
    today: day,
    calendar,
    owners,
    person: circumstances,
    employeeId: employee.id,
    ratings: rank ? { overall: rank } : {},
    facts: known,
  })
  const start = (): FlowState => {
    const { periodTo } = usualPeriod(startsOn)
    const due = knownDates(flow, dueDates(flow, startsOn, {}, { calendar, periodTo }))
    return begin(flow, {}, due, noon(startsOn), worldOn(startsOn, {}))
  }
  const [state, setState] = useState(start)
  const [behindUs, setBehind] = useState<FlowState[]>([])
  const happen = (event: FlowEvent) => {
    const next = advance(flow, state, event, worldOn(today, facts), noon(today))
    if (next.refusal) {
      const label = flow.stages.find(({ key }) => key === next.params.stage)?.label
      setSaid(refusal(next.refusal, { stage: label ? text(label) : '' }))
      return
    }
    setSaid(null)
    setBehind([...behindUs, state])
    setState(next.state)
  }
  const names: Record<string, string> = {
    employee: employee.name,
    manager: manager?.name ?? t('cycles.sandbox.step.noManager'),
    both: t('flows.actor.both'),
  }
  const whose = useWhose(names)
  const run = runOf(flow, state, data.names)
  const current = currentOf(flow, state)
  return (
    <div className="stack">
      <div className="cluster" role="group" aria-label={t('cycles.sandbox.step.clock')}>
        <b>{t('cycles.sandbox.step.today', { day: f.shortDay(today) })}</b>
        {[1, 7].map((days) => (
          <ActionButton key={days} kind="quiet" onClick={() => setToday(addDays(today, days))}>
            {t('cycles.sandbox.step.forward', { n: days })}
          </ActionButton>
        ))}
        <ActionButton
          kind="quiet"
          onClick={() => {
            const last = behindUs.at(-1)
            if (!last) return
            setState(last)
            setBehind(behindUs.slice(0, -1))
          }}
        >
          {t('cycles.sandbox.step.back')}
        </ActionButton>
        <ActionButton
          kind="quiet"
          onClick={() => {
            setToday(startsOn)
            setBehind([])
            setState(start())
          }}
        >
          {t('cycles.sandbox.step.again')}
        </ActionButton>
      </div>
      <fieldset className={styles.marks}>
        <legend>{t('cycles.sandbox.step.marks')}</legend>
        <div className="cluster">
          {flags.map((flag) => (
            <Checkbox
              key={flag}
              label={t(`flows.flag.${flag}`)}
              checked={facts[flag] ?? false}
              onChange={(event) => setFacts({ ...facts, [flag]: event.currentTarget.checked })}
            />
          ))}
          <Select
            label={t('cycles.sandbox.step.rank')}
            value={rank ? String(rank) : ''}
            data={[
              { value: '', label: t('cycles.sandbox.step.noRating') },
              ...[1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: String(n) })),
            ]}
            allowDeselect={false}
            onChange={(value) => setRank(value ? Number(value) : null)}
          />
        </div>
      </fieldset>
      {current.length === 0 && <p>{t('flows.line.over')}</p>}
      {current.map((key) => {
        const stage = flow.stages.find((each) => each.key === key)!
        const own = run.stages.find((each) => each.key === key)!
        return (
          <div key={key} className={styles.turn}>
            <b>{text(stage.label)}</b>
            <span className="mute">
              {whose(own)}
              {own.dueOn && ` · ${t('flows.line.due', { day: f.shortDay(own.dueOn) })}`}
              {own.ownerReason &&
                own.ownerReason !== 'found' &&
                ` · ${t(`cycles.sandbox.step.why.${own.ownerReason}`)}`}
            </span>
            <div className="cluster">
              <ActionButton onClick={() => happen({ type: 'done', stage: key, by: null })}>
                {t('cycles.sandbox.step.done')}
              </ActionButton>
              {own.dueOn && own.dueOn < today && (
                <ActionButton onClick={() => happen({ type: 'overdue', stage: key, today })}>
                  {t('cycles.sandbox.step.late')}
                </ActionButton>
              )}
              {(stage.sendBackTo ?? []).map((to) => (
                <ActionButton
                  key={to}
                  onClick={() =>
                    happen({ type: 'sendBack', stage: key, to, by: employee.id, reason: '' })
                  }
                >
                  {t('cycles.sandbox.step.return', { stage: nameOf(flow, to, text) })}
                </ActionButton>
              ))}
            </div>
          </div>
        )
      })}
      <p role="status">{said}</p>
      <RunPicture run={run} names={names} />
    </div>
  )
}

const nameOf = (flow: FlowBody, key: string, text: (label: FlowStage['label']) => string) => {
  const label = flow.stages.find((stage) => stage.key === key)?.label
  return label ? text(label) : key
}

const runOf = (flow: FlowBody, state: FlowState, people: Readonly<Record<string, string>>) => ({
  current: currentOf(flow, state),
  stages: flow.stages.map((stage, position) => {
    const { skippedBy: _by, ...own } = state.stages[stage.key]!
    return {
      key: stage.key,
      kind: stage.kind,
      label: stage.label,
      phase: stage.phase,
      after: stage.after,
      position,
      ...own,
      asked: own.actor === 'person' && typeof stage.actor === 'object' ? stage.actor : null,
      ownerName: own.ownerId ? (people[own.ownerId] ?? null) : null,
    }
  }),
})
