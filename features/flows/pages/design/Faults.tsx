import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import type { FlowBody } from '../../contract.ts'
import type { Fault } from '../../faults/rules.ts'
import { useStageWords } from '../useStageWords.ts'
import styles from './Design.module.css'

interface Props {
  faults: readonly Fault[]
  flow: FlowBody
  onStage: (key: string) => void
}

/** What a fault says, with the stages by name. */
export function useFaultText(flow: FlowBody): (fault: Fault) => string {
  const { t } = useTranslation()
  const words = useStageWords()
  return ({ reasonKey, params }) => {
    const named = Object.fromEntries(
      Object.entries(params).map(([name, value]) => {
        if (name === 'stage' || name === 'name') return [name, words.nameIn(flow, String(value))]
        if (name === 'stages')
          return [
            name,
            words.list(
              String(value)
                .split(' ')
                .map((key) => words.nameIn(flow, key)),
            ),
          ]
        if (name === 'kind') return [name, t(`flows.kind.${value}`)]
        if (name === 'role') return [name, t(`flows.role.${value}`)]
        return [name, value]
      }),
    )
    return t(`flows.fault.${reasonKey}`, named)
  }
}

/** Waits until the panel of the stage is there, then goes to the field the fault is about. */
const goTo = (aspect: string) =>
  setTimeout(() => {
    const field = document.getElementById(aspect)
    const target = field?.matches('input, select, button, textarea, [tabindex]')
      ? field
      : field?.querySelector<HTMLElement>('input, button')
    target?.focus()
  }, 60)

/** Everything that keeps the flow from being published, each one click from where it is put right. */
export function Faults({ faults, flow, onStage }: Props) {
  const { t } = useTranslation()
  const say = useFaultText(flow)
  if (faults.length === 0)
    return (
      <Card tone="sunken">
        <p>{t('flows.design.noFaults')}</p>
      </Card>
    )
  return (
    <Card
      tone="waiting"
      title={t('flows.design.faults', { n: faults.length })}
      note={t('flows.design.faultsNote')}
    >
      <ul className={styles.faults}>
        {faults.map((fault) => {
          const [part, at, ...aspect] = fault.path.split('.')
          const stage = part === 'stages' && at ? flow.stages[Number(at)] : undefined
          return (
            <li key={`${fault.path} ${fault.reasonKey} ${fault.params.name ?? ''}`}>
              <button
                type="button"
                onClick={() => {
                  if (stage) onStage(stage.key)
                  goTo(
                    stage
                      ? `stage-${aspect.join('-') || 'kind'}`
                      : part === 'stages'
                        ? 'flow-title-zh'
                        : `flow-${fault.path.replace('.', '-')}`,
                  )
                }}
              >
                {say(fault)}
              </button>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
