import { Checkbox, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import {
  dayUnits,
  dueFroms,
  overdueRules,
  phases,
  stageKinds,
  type FlowActor,
  type FlowBody,
  type FlowStage,
  type StageKind,
} from '../../contract.ts'
import { dueRuleOf } from '../../due/rules.ts'
import { beside, changed, moved, removed, usualActor } from '../../editing/rules.ts'
import { actorsFor, passable, returnable, returning, unskippable } from '../../faults/rules.ts'
import { behind } from '../../order/rules.ts'
import { ActorField, type Somebody } from './ActorField.tsx'
import { ConditionField } from './ConditionField.tsx'
import { Reminders } from './Reminders.tsx'
import styles from './Design.module.css'

interface Props {
  flow: FlowBody
  stage: FlowStage
  people: ReadonlyMap<string, Somebody>
  onChange: (flow: FlowBody, act?: string) => void
  onPerson: (person: Somebody) => void
  onSelect: (key: string | null) => void
}

/** Everything about one stage, as sentences to fill in. */
export function StagePanel({ flow, stage, people, onChange, onPerson, onSelect }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const { data: choices } = useQuery(api.org.tree.queryOptions())
  const { key } = stage
  const put = (part: Parameters<typeof changed>[2], act?: string) =>
    onChange(changed(flow, key, part), act && `${key}.${act}`)
  const at = flow.stages.indexOf(stage)
  const due = dueRuleOf(stage)
  const { onOverdue } = stage
  const earlier = behind(flow.stages, key)
  const others = flow.stages.filter((other) => other.key !== key)
  const returnTo = flow.stages.filter(
    (other) => earlier.has(other.key) && returnable.includes(other.kind),
  )
  const setKind = (kind: StageKind) => {
    const fits = actorsFor[kind].includes(typeof stage.actor === 'string' ? stage.actor : '*')
    put({ kind, ...(!fits && { actor: usualActor(kind) }) })
  }
  const passTo = (actor: FlowActor, days: number, person?: Somebody) => {
    if (person) onPerson(person)
    put({ onOverdue: { passOn: actor, days } })
  }
  const late = [
    ...overdueRules.filter(
      (rule) =>
        rule === 'remind' ||
        (rule === 'sealNotAnswered'
          ? stage.kind === 'signature'
          : !unskippable.includes(stage.kind)),
    ),
    ...(passable.includes(stage.kind) ? (['passOn'] as const) : []),
  ]
  const lateNow = typeof onOverdue === 'object' ? 'passOn' : onOverdue
  const boxes = (
    id: string,
    label: string,
    from: FlowStage[],
    chosen: readonly string[],
    set: (keys: string[]) => void,
  ) => (
    <Checkbox.Group id={id} label={label} value={[...chosen]} onChange={set} tabIndex={-1}>
      <div className={styles.boxes}>
        {from.map((other) => (
          <Checkbox
            key={other.key}
            value={other.key}
            label={text(other.label) || t('flows.picture.unnamed')}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
  return (
    <Card
      title={text(stage.label) || t('flows.picture.unnamed')}
      note={t(`flows.kindNote.${stage.kind}`)}
      className={styles.panel}
    >
      <div className="stack">
        <div className="cluster">
          <ActionButton kind="quiet" onClick={() => at > 0 && onChange(moved(flow, key, -1))}>
            {t('flows.design.earlier')}
          </ActionButton>
          <ActionButton
            kind="quiet"
            onClick={() => at < flow.stages.length - 1 && onChange(moved(flow, key, 1))}
          >
            {t('flows.design.later')}
          </ActionButton>
          <ActionButton
            kind="quiet"
            onClick={() => {
              onChange(removed(flow, key))
              onSelect(flow.stages[at - 1]?.key ?? flow.stages[1]?.key ?? null)
            }}
          >
            {t('flows.design.remove')}
          </ActionButton>
        </div>
        <Select
          id="stage-kind"
          label={t('flows.design.kind')}
          value={stage.kind}
          allowDeselect={false}
          data={stageKinds.map((kind) => ({ value: kind, label: t(`flows.kind.${kind}`) }))}
          onChange={(kind) => setKind(kind as StageKind)}
        />
        <TextInput
          id="stage-label-zh"
          label={t('flows.design.nameZh')}
          value={stage.label.zh}
          maxLength={80}
          onChange={(event) =>
            put({ label: { ...stage.label, zh: event.currentTarget.value } }, 'zh')
          }
        />
        <TextInput
          id="stage-label-en"
          label={t('flows.design.nameEn')}
          value={stage.label.en}
          maxLength={80}
          onChange={(event) =>
            put({ label: { ...stage.label, en: event.currentTarget.value } }, 'en')
          }
        />
        <ActorField
          id="stage-actor"
          label={t(stage.kind === 'notice' ? 'flows.design.tells' : 'flows.design.actor')}
          kind={stage.kind}
          value={stage.actor}
          people={people}
          onChange={(actor, person) => {
            if (person) onPerson(person)
            put({ actor })
          }}
        />
        <Select
          label={t('flows.design.phase')}
          value={stage.phase}
          allowDeselect={false}
          data={phases.map((phase) => ({ value: phase, label: t(`flows.phase.${phase}`) }))}
          onChange={(phase) => put({ phase: phase as FlowStage['phase'] })}
        />
        <div className={styles.three}>
          <Select
            id="stage-due"
            label={t('flows.design.dueFrom')}
            value={due.from}
            allowDeselect={false}
            data={dueFroms.map((from) => ({ value: from, label: t(`flows.design.from.${from}`) }))}
            onChange={(from) =>
              put({ due: { ...due, from: from as typeof due.from }, dueDays: undefined })
            }
          />
          <NumberInput
            label={t('flows.design.dueDays')}
            value={due.days}
            min={due.from === 'periodEnd' ? -366 : 0}
            max={1000}
            allowDecimal={false}
            onChange={(days) =>
              typeof days === 'number' && put({ due: { ...due, days }, dueDays: undefined }, 'due')
            }
          />
          <Select
            label={t('flows.design.unit')}
            value={due.unit}
            allowDeselect={false}
            data={dayUnits.map((unit) => ({ value: unit, label: t(`flows.unit.${unit}`) }))}
            onChange={(unit) =>
              put({ due: { ...due, unit: unit as typeof due.unit }, dueDays: undefined })
            }
          />
        </div>
        <Select
          id="stage-onOverdue"
          label={t('flows.design.late')}
          value={lateNow}
          allowDeselect={false}
          data={[...new Set([...late, lateNow])].map((rule) => ({
            value: rule,
            label: t(`flows.design.lateRule.${rule}`),
          }))}
          onChange={(rule) =>
            rule === 'passOn'
              ? passTo({ relation: 'hrbp' }, 2)
              : put({ onOverdue: rule as (typeof overdueRules)[number] })
          }
        />
        {typeof onOverdue === 'object' && (
          <>
            <ActorField
              id="stage-passOn"
              label={t('flows.design.passTo')}
              kind={stage.kind}
              value={onOverdue.passOn}
              people={people}
              onChange={(actor, person) => passTo(actor, onOverdue.days, person)}
            />
            <NumberInput
              label={t('flows.design.passDays')}
              value={onOverdue.days}
              min={0}
              max={60}
              allowDecimal={false}
              onChange={(days) => typeof days === 'number' && passTo(onOverdue.passOn, days)}
            />
          </>
        )}
        {!unskippable.includes(stage.kind) && (
          <ConditionField
            value={stage.condition}
            among={choices ?? { levels: [], jobFamilies: [], departments: [] }}
            onChange={(condition) => put({ condition })}
          />
        )}
        {at > 0 && !unskippable.includes(stage.kind) && (
          <Switch
            id="stage-parallel"
            label={t('flows.design.parallel')}
            description={t('flows.design.parallelNote')}
            checked={stage.parallel === true}
            onChange={(event) => onChange(beside(flow, key, event.currentTarget.checked))}
          />
        )}
        {returning.includes(stage.kind) &&
          returnTo.length > 0 &&
          boxes(
            'stage-sendBackTo',
            t('flows.design.returns'),
            returnTo,
            stage.sendBackTo ?? [],
            (keys) => put({ sendBackTo: keys.length ? keys : undefined }),
          )}
        <Reminders
          value={stage.reminders ?? []}
          onChange={(reminders) => put({ reminders: reminders.length ? reminders : undefined })}
        />
        <details
          open={stage.after.some((each) => !flow.stages.some((s) => s.key === each)) || undefined}
        >
          <summary>{t('flows.design.afterMore')}</summary>
          {boxes(
            'stage-after',
            t('flows.design.after'),
            others.filter(
              (other) =>
                !behind(flow.stages, other.key).has(key) || stage.after.includes(other.key),
            ),
            stage.after,
            (after) => put({ after }),
          )}
        </details>
      </div>
    </Card>
  )
}
