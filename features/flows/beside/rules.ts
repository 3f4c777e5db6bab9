import type { Text } from '../../templates/contract.ts'
import type { FlowBody } from '../contract.ts'
import { summaryOf } from '../library/words.ts'

/**
 * How the keys of summaries of earlier posts begin; the number of the segment follows. Such a stage stands
 * beside a run without being one of its flow's (E03): whether there is one depends on the person, not on the
 * flow, and nothing waits for it.
 */
export const segmentKeys = 'segment.'

/** Which segment a stage is the summary of; null for the stages of a flow. */
export const segmentIn = (key: string): number | null => {
  const position = key.startsWith(segmentKeys) ? Number(key.slice(segmentKeys.length)) : 0
  return position > 0 ? position : null
}

/** Behind every stage of a flow. */
export const segmentPosition = (position: number): number => 1000 + position

/** What a stage of a run is called: by its flow, or as the summary of a segment. */
export function labelOfStage({ stages }: Pick<FlowBody, 'stages'>, key: string): Text {
  const segment = segmentIn(key)
  if (segment !== null) return summaryOf(segment)
  return stages.find((stage) => stage.key === key)?.label ?? { zh: key, en: key }
}
