import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import type { FaultKind, Import, ImportRow, LineChoice } from '../../import/contract.ts'

/** Decisions about rows: each shows at once, and can be taken back from its toast. */
export function useResolve(roster: Import) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const show = async (next: Import) => {
    cache.setQueryData(api.org.import.get.queryKey({ input: { id: roster.id } }), next)
    await cache.invalidateQueries({ queryKey: api.org.import.rows.key() })
    await cache.invalidateQueries({ queryKey: api.org.import.impact.key() })
  }
  const resolve = useMutation({ ...api.org.import.resolve.mutationOptions(), onSuccess: show })
  const cover = useMutation({ ...api.org.import.cover.mutationOptions(), onSuccess: show })
  const seen = { id: roster.id, revision: roster.revision }
  // The revision of the moment of taking back, not of the decision.
  const now = () =>
    cache.getQueryData<Import>(api.org.import.get.queryKey({ input: { id: roster.id } }))
      ?.revision ?? roster.revision

  return {
    error: resolve.error ?? cover.error,
    busy: resolve.isPending || cover.isPending,
    /** Adds to what has been decided about these rows. */
    decide: (rows: Pick<ImportRow, 'line' | 'choice'>[], change: LineChoice) =>
      resolve.mutate(
        {
          ...seen,
          lines: rows.map(({ line, choice }) => ({
            line,
            choice: { ...choice, ...change, set: { ...choice?.set, ...change.set } },
          })),
        },
        {
          onSuccess: () =>
            toast({
              text: t('org.import.decided', { lines: rows.map((row) => row.line).join('、') }),
              undo: () =>
                resolve.mutate({
                  id: roster.id,
                  revision: now(),
                  lines: rows.map(({ line, choice }) => ({ line, choice })),
                }),
            }),
        },
      ),
    /** Decides about every row with a kind of fault. */
    decideAll: (kind: FaultKind, action: 'empty' | 'accept') =>
      resolve.mutate(
        { ...seen, all: { [kind]: action } },
        {
          onSuccess: () =>
            toast({
              text: t('org.import.decidedAll', { fault: t(`org.fault.${kind}`) }),
              undo: () => resolve.mutate({ id: roster.id, revision: now(), all: { [kind]: null } }),
            }),
        },
      ),
    cover: (coverage: Import['coverage'], absent: Import['absent']) =>
      cover.mutate({ ...seen, coverage, absent }),
  }
}
