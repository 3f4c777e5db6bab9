import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'

/** Says so, and asks everything about people and merges anew. */
export function useChanged() {
  return async (text: string, undo?: () => void) => {
    toast({ text, ...(undo && { undo }) })
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: api.admin.merges.key() }),
      queryClient.invalidateQueries({ queryKey: api.org.key() }),
      queryClient.invalidateQueries({ queryKey: api.notifications.key() }),
    ])
  }
}
