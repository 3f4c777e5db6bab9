import { api, queryClient } from '../../../../ui/api.ts'

/** A pack touches the shelf, the year and every word on the page. */
export const renewed = {
  onSuccess: () =>
    Promise.all(
      [api.admin.packs.key(), api.templates.key(), api.cycles.key(), api.accounts.me.key()].map(
        (queryKey) => queryClient.invalidateQueries({ queryKey }),
      ),
    ),
}
