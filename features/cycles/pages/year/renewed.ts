import { api, queryClient } from '../../../../ui/api.ts'

/** For mutations of the plan: whatever changed, the year is asked for again. */
export const renewed = {
  onSuccess: () => queryClient.invalidateQueries({ queryKey: api.cycles.year.key() }),
}
