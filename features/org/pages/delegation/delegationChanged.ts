import { api, queryClient } from '../../../../ui/api.ts'

/** What changes with a delegation: the list itself, and which talks one sees. */
export const delegationChanged = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: api.org.delegation.key() }),
    queryClient.invalidateQueries({ queryKey: api.conversations.key() }),
    queryClient.invalidateQueries({ queryKey: api.notifications.key() }),
  ])
