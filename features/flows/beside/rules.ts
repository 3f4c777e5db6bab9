import type { Text } from '../../templates/contract.ts'
import type { FlowBody } from '../contract.ts'

/**
 * A summary of an earlier post stands beside a run without being one of its flow's stages (E03): whether
 * there is one depends on the person, not on the flow, and nothing waits for it.
 */
export const segmentKey = (position: number): string => `segment.${position}`

/** Which segment a stage is the summary of; null for the stages of a flow. */
export const segmentIn = (key: string): number | null => {
  const [, position] = /^segment\.(\d+)$/.exec(key) ?? []
  return position === undefined ? null : Number(position)
}

/** Behind every stage of a flow. */
export const segmentPosition = (position: number): number => 1000 + position

/** What a stage of a run is called: by its flow, or as the summary of a segment. */
export function labelOfStage({ stages }: Pick<FlowBody, 'stages'>, key: string): Text {
  const segment = segmentIn(key)
  if (segment !== null) return { zh: `第 ${segment} 段任职小结`, en: `Summary of post ${segment}` }
  return stages.find((stage) => stage.key === key)?.label ?? { zh: key, en: key }
}
