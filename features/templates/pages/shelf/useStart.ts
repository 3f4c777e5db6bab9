import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, queryClient } from '../../../../ui/api.ts'

/** Opens a draft and goes there. */
export function useStart() {
  const navigate = useNavigate()
  return useMutation(
    api.templates.start.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: api.templates.drafts.key() })
        await navigate({ to: `/design/templates/${id}` as never })
      },
    }),
  )
}
