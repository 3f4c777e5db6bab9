import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'

/** Says so and asks everything anew that a case of HR changes. */
export function useDone() {
  return async (text: string) => {
    toast({ text })
    await Promise.all(
      [api.conversations.intervention.key(), api.notifications.key(), api.scheduling.key()].map(
        (queryKey) => queryClient.invalidateQueries({ queryKey }),
      ),
    )
  }
}
