import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { api, queryClient } from '../../../../ui/api.ts'
import type { Workspace } from '../../contract.ts'
import type { Hint } from '../../hints/contract.ts'
import { FieldHint } from './FieldHint.tsx'

/** The hints about what one is writing in a part, each beneath its question. */
export function useHints(
  talk: Workspace,
  part: Hint['part'],
  isWriting: boolean,
): Record<string, ReactNode> {
  const mine = api.conversations.hints.mine.queryOptions({ input: { id: talk.id } })
  const { data = [] } = useQuery({ ...mine, enabled: isWriting })
  const putAway = useMutation(
    api.conversations.hints.putAway.mutationOptions({
      // Gone at once; the next look at the words says the same.
      onMutate: ({ mark }) =>
        queryClient.setQueryData(mine.queryKey, (hints) =>
          hints?.filter((hint) => hint.mark !== mark),
        ),
      onSettled: () => queryClient.invalidateQueries({ queryKey: mine.queryKey }),
    }),
  )
  const here = Map.groupBy(
    data.filter((hint) => hint.part === part),
    ({ fieldKey }) => fieldKey,
  )
  return Object.fromEntries(
    [...here].map(([fieldKey, hints]) => [
      fieldKey,
      hints.map((hint) => (
        <FieldHint
          key={hint.mark}
          hint={hint}
          onPutAway={() => putAway.mutate({ id: talk.id, mark: hint.mark })}
        />
      )),
    ]),
  )
}
