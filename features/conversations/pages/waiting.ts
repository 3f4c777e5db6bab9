import { useTranslation } from 'react-i18next'
import { useText } from '../../templates/pages/useText.ts'
import type { Summary } from '../contract.ts'

/** Who it waits for, in words: 等 陈一鸣：自评. Null when nothing waits. */
export function useWaitingFor(): (
  talk: Pick<Summary, 'waiting' | 'employee' | 'manager' | 'relation' | 'yourTurn'>,
) => string | null {
  const { t } = useTranslation()
  const text = useText()
  return (talk) => {
    const [stage] = talk.waiting
    if (!stage) return null
    const names = {
      employee: talk.employee.name,
      manager: talk.manager?.name ?? talk.employee.name,
    }
    // Where both are asked and one's own share is done, it is the other one who is waited for.
    const other =
      talk.relation === 'employee'
        ? names.manager
        : talk.relation === 'manager'
          ? names.employee
          : null
    const who = {
      ...names,
      both: talk.yourTurn ? t('conversations.both') : (other ?? t('conversations.bothOfThem')),
      hr: 'HR',
      system: t('conversations.system'),
      person: t('flows.actor.person'),
    }[stage.actor]
    return t('conversations.waitingFor', { who, what: text(stage.label) })
  }
}

/** What I am asked for, in words: 自评. Null when it is not my turn. */
export function useMyStage(): (
  talk: Pick<Summary, 'waiting' | 'relation' | 'yourTurn'>,
) => string | null {
  const text = useText()
  return (talk) => {
    if (!talk.yourTurn) return null
    const mine =
      talk.waiting.find(({ actor }) => actor === talk.relation || actor === 'both') ??
      talk.waiting[0]
    return mine ? text(mine.label) : null
  }
}

/** The day by which the first open stage is due. */
export const dueOf = (talk: Pick<Summary, 'waiting'>): string | null =>
  talk.waiting
    .map((stage) => stage.dueOn)
    .filter((day) => day !== null)
    .sort()[0] ?? null
