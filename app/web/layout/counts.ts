/** How many things wait for this person, by place. */
export function useCounts(): Record<string, number> {
  return {}
}
