import { useTranslation } from 'react-i18next'
import { useText } from '../../templates/pages/useText.ts'
import type { FlowBody, FlowStage } from '../contract.ts'
import type { FlowChange } from '../changes/rules.ts'
import { useStageWords } from './useStageWords.ts'
import styles from './design/Design.module.css'

interface Props {
  changes: readonly FlowChange[]
  before: Pick<FlowBody, 'stages' | 'title' | 'purpose'>
  after: Pick<FlowBody, 'stages' | 'title' | 'purpose'>
}

/** What is different between two versions, one sentence each. */
export function FlowChanges({ changes, before, after }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const words = useStageWords()
  const none = t('flows.change.none')
  const value = (kind: FlowChange['kind'], stage: FlowStage, flow: Props['before']): string => {
    switch (kind) {
      case 'label':
        return text(stage.label)
      case 'kind':
        return t(`flows.kind.${stage.kind}`)
      case 'actor':
        return words.who(stage.actor)
      case 'phase':
        return t(`flows.phase.${stage.phase}`)
      case 'after':
        return words.list(stage.after.map((key) => words.nameIn(flow, key))) || none
      case 'parallel':
        return t(stage.parallel ? 'flows.change.beside' : 'flows.change.inLine')
      case 'due':
        return words.due(stage)
      case 'reminders':
        return t('flows.change.reminders', { n: stage.reminders?.length ?? 0 })
      case 'condition':
        return stage.condition ? words.condition(stage.condition) : t('flows.design.always')
      case 'late':
        return words.late(stage)
      case 'returns':
        return words.list((stage.sendBackTo ?? []).map((key) => words.nameIn(flow, key))) || none
      default:
        return ''
    }
  }
  const sentence = ({ kind, from, to }: FlowChange): string => {
    if (kind === 'title' || kind === 'purpose')
      return t(`flows.change.${kind}`, { from: text(before[kind]), to: text(after[kind]) })
    if (!from) return t('flows.change.added', { stage: to ? text(to.label) : '' })
    if (!to) return t('flows.change.removed', { stage: text(from.label) })
    return t('flows.change.line', {
      stage: text(to.label),
      what: t(`flows.change.of.${kind}`),
      from: value(kind, from, before),
      to: value(kind, to, after),
    })
  }
  if (changes.length === 0) return <p className="mute">{t('flows.change.nothing')}</p>
  return (
    <ul className={styles.changes}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.from?.key} ${change.to?.key}`}>{sentence(change)}</li>
      ))}
    </ul>
  )
}
