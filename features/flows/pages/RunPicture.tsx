import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../ui/useFormat.ts'
import { FlowPicture } from './FlowPicture.tsx'
import type { Run, Stage, StageActor } from '../contract.ts'
import { useWhose } from './useStageWords.ts'

interface Props {
  run: Pick<Run, 'stages' | 'current'>
  /** Names to show instead of the roles. */
  names?: Partial<Record<StageActor, string>>
}

/** The picture of one run: where it is, whose turn, since when. */
export function RunPicture({ run, names = {} }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const who = useWhose(names)
  const mark = (stage: Stage) =>
    stage.skippedAt
      ? 'skipped'
      : stage.doneAt
        ? 'done'
        : run.current.includes(stage.key)
          ? 'current'
          : 'ahead'
  const note = (stage: Stage) => {
    const state = mark(stage)
    if (state === 'skipped') return t(`flows.line.skipped.${stage.skipReason}`)
    if (state === 'done' && stage.doneAt)
      return `${who(stage)} · ${t('flows.line.done', { day: f.shortDay(stage.doneAt) })}`
    if (state === 'current' && stage.openedAt)
      return t('flows.picture.since', { who: who(stage), day: f.shortDay(stage.openedAt) })
    return stage.dueOn
      ? `${who(stage)} · ${t('flows.line.due', { day: f.shortDay(stage.dueOn) })}`
      : who(stage)
  }
  // What its conditions made unnecessary was never part of this run; the others close the gap.
  const gone = new Map(
    run.stages
      .filter(({ skipReason }) => skipReason === 'notNeeded')
      .map(({ key, after }) => [key, after]),
  )
  const through = (key: string): string[] => gone.get(key)?.flatMap(through) ?? [key]
  const stages = run.stages
    .filter(({ key }) => !gone.has(key))
    .map((stage) => ({ ...stage, after: [...new Set(stage.after.flatMap(through))] }))
  return <FlowPicture label={t('flows.picture.title')} stages={stages} note={note} mark={mark} />
}
