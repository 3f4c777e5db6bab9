import { useTranslation } from 'react-i18next'
import type {
  FlowActor,
  FlowBody,
  FlowStage,
  Stage,
  StageActor,
  StageCondition,
  Test,
} from '../contract.ts'
import { dueRuleOf } from '../due/rules.ts'
import { useText } from '../../templates/pages/useText.ts'

/** Names of people a flow calls by name, by id. */
export type Names = ReadonlyMap<string, string>

/** Whose a stage of a run is: by name where one is known, otherwise as the flow asks for them. */
export function useWhose(names: Partial<Record<StageActor, string>>) {
  const { t } = useTranslation()
  const { who } = useStageWords()
  return ({ actor, ownerName, asked }: Pick<Stage, 'actor' | 'ownerName' | 'asked'>): string =>
    ownerName ?? (names[actor] || (asked ? who(asked) : t(`flows.actor.${actor}`)))
}

/** The properties of stages in plain sentences. */
export function useStageWords(people: Names = new Map()) {
  const { t } = useTranslation()
  const text = useText()
  const list = (names: readonly string[]) => names.join(t('flows.picture.comma'))

  const who = (actor: FlowActor): string => {
    if (typeof actor === 'string') return t(`flows.actor.${actor}`)
    if ('relation' in actor) return t(`flows.relation.${actor.relation}`)
    if ('role' in actor) return t(`flows.role.${actor.role}`)
    return people.get(actor.person) ?? t('flows.actor.person')
  }
  const due = (stage: Pick<FlowStage, 'due' | 'dueDays'>): string => {
    const { from, days, unit } = dueRuleOf(stage)
    const key = from === 'periodEnd' && days < 0 ? 'periodEndBefore' : from
    return t(`flows.due.${key}`, { n: Math.abs(days), unit: t(`flows.unit.${unit}`) })
  }
  const test = (one: Test): string => {
    if ('levels' in one) return t('flows.test.levels', { names: list(one.levels) })
    if ('jobFamilies' in one) return t('flows.test.jobFamilies', { names: list(one.jobFamilies) })
    if ('departmentIds' in one) return t('flows.test.departments', { n: one.departmentIds.length })
    if ('flag' in one)
      return t(one.is === false ? 'flows.test.flagNot' : 'flows.test.flag', {
        flag: t(`flows.flag.${one.flag}`),
      })
    return t(`flows.test.rating.${one.is}`, {
      dimension: one.rating === 'overall' ? t('flows.test.overall') : one.rating,
      n: one.rank,
    })
  }
  const condition = (asked: StageCondition): string => {
    if (typeof asked === 'string') return t(`flows.page.when.${asked}`)
    const [tests, joint] = 'all' in asked ? [asked.all, 'and'] : [asked.any, 'or']
    return t('flows.test.when', { tests: tests.map(test).join(t(`flows.test.${joint}`)) })
  }
  const late = ({ onOverdue }: Pick<FlowStage, 'onOverdue'>): string =>
    typeof onOverdue === 'string'
      ? t(`flows.page.late.${onOverdue}`)
      : t('flows.page.late.passOn', { who: who(onOverdue.passOn), n: onOverdue.days })
  const nameIn = (flow: Pick<FlowBody, 'stages'>, key: string): string => {
    const stage = flow.stages.find((each) => each.key === key)
    return stage ? text(stage.label) || t('flows.picture.unnamed') : key
  }
  return { who, due, test, condition, late, nameIn, list }
}
