import { useTranslation } from 'react-i18next'
import { useText } from '../../templates/pages/useText.ts'
import type { Summary } from '../contract.ts'

/** Who it waits for, in words: 等 陈一鸣：自评. Null when nothing waits. */
export function useWaitingFor(): (talk: Pick<Summary, 'waiting' | 'employee' | 'manager'>) => string | null {
  const { t } = useTranslation()
  const text = useText()
  return (talk) => {
    const [stage] = talk.waiting
    if (!stage) return null
    const who = {
      employee: talk.employee.name,
      manager: talk.manager?.name ?? talk.employee.name,
      both: t('conversations.both'),
      hr: 'HR',
      system: t('conversations.system'),
    }[stage.actor]
    return t('conversations.waitingFor', { who, what: text(stage.label) })
  }
}

/** The day by which the first open stage is due. */
export const dueOf = (talk: Pick<Summary, 'waiting'>): string | null =>
  talk.waiting.map((stage) => stage.dueOn).filter((day) => day !== null).sort()[0] ?? null
