import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'

/** Says so and asks everything anew that a case or an amendment changes. */
export function useCaseChanged() {
  return async (text: string) => {
    toast({ text })
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: api.conversations.key() }),
      queryClient.invalidateQueries({ queryKey: api.notifications.key() }),
    ])
  }
}
