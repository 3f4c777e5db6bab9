import { useTranslation } from 'react-i18next'
import { type Step, stepsAt } from '../../../ui/Steps.tsx'
import type { Summary } from '../contract.ts'

/** The way of every conversation, as people see it; 已闭环 is its end, not a place on it. */
export const way = ['prepare', 'talk', 'agree', 'follow'] as const
export type Place = (typeof way)[number]

/** How far along the way: 0 preparing … 3 following, 4 closed. */
export const placeAt = (phase: Summary['phase']): number =>
  phase === 'closed' ? way.length : way.indexOf(phase)

/** The four phases with where this conversation stands, for `StepLine` and `StepDots`. */
export function usePhaseSteps(): (phase: Summary['phase']) => Step[] {
  const { t } = useTranslation()
  return (phase) =>
    stepsAt(
      way.map((key) => ({ key, label: t(`conversations.phase.${key}`) })),
      placeAt(phase),
    )
}
