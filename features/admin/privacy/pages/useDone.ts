import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'

/** Says so, closes what was open and asks everything about data anew. */
export function useDone(close: () => void) {
  return async (text: string) => {
    close()
    toast({ text })
    await queryClient.invalidateQueries({ queryKey: api.admin.privacy.key() })
  }
}
