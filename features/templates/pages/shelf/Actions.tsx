import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import type { TemplateSummary } from '../../contract.ts'
import { useStart } from './useStart.ts'

/** What HR can do with a template on the shelf. */
export function Actions({ template }: { template: TemplateSummary }) {
  const { t } = useTranslation()
  const start = useStart()
  const { id, versionId, builtIn, retiredAt } = template
  const isOffered = retiredAt === null
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.templates.key() })
  const restore = useMutation(
    api.templates.restore.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast({ text: t('drafts.shelf.restoredDone') })
      },
    }),
  )
  const retire = useMutation(
    api.templates.retire.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast({ text: t('drafts.shelf.retiredDone'), undo: () => restore.mutate({ id }) })
      },
    }),
  )
  const exported = useMutation(
    api.templates.exportFile.mutationOptions({
      onSuccess: ({ name, file }) => download(name, file),
    }),
  )
  return (
    <div className="stack">
      <div className="cluster not-paper">
        {!builtIn && (
          <ActionButton
            kind="primary"
            busy={start.isPending}
            onClick={() => start.mutate({ from: { versionId, as: 'next' } })}
          >
            {t('drafts.shelf.next')}
          </ActionButton>
        )}
        <ActionButton
          busy={start.isPending}
          onClick={() => start.mutate({ from: { versionId, as: 'copy' } })}
        >
          {t('drafts.shelf.copy')}
        </ActionButton>
        <ActionButton busy={exported.isPending} onClick={() => exported.mutate({ id, versionId })}>
          {t('drafts.shelf.export')}
        </ActionButton>
        <ActionButton
          kind="quiet"
          busy={retire.isPending || restore.isPending}
          onClick={() => (isOffered ? retire : restore).mutate({ id })}
        >
          {t(isOffered ? 'drafts.shelf.retire' : 'drafts.shelf.restore')}
        </ActionButton>
      </div>
      <ErrorNote error={start.error ?? exported.error ?? retire.error ?? restore.error} />
    </div>
  )
}

/** Hands a file to the browser. */
function download(name: string, content: unknown): void {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
