import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Choices } from '../../../ui/Choices.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { cycleKinds } from '../contract.ts'

/** What the cycle is for; everything else is proposed from it and can be changed. */
export function NewCycle() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useMutation(
    api.cycles.create.mutationOptions({
      onSuccess: async (cycle) => {
        queryClient.setQueryData(api.cycles.get.queryKey({ input: { id: cycle.id } }), cycle)
        await queryClient.invalidateQueries({ queryKey: api.cycles.list.key() })
        await navigate({ to: '/cycles/$id/edit', params: { id: cycle.id } as never, replace: true })
      },
    }),
  )
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={t('cycles.new.title')}
        sub={t('cycles.new.sub')}
      />
      <div className="stack">
        <ErrorNote error={create.error} />
        <Choices
          label={t('cycles.new.title')}
          choices={cycleKinds.map((kind) => ({
            key: kind,
            name: t(`cycles.kinds.${kind}.name`),
            what: t(`cycles.kinds.${kind}.what`),
          }))}
          disabled={create.isPending}
          onChoose={(kind) => create.mutate({ name: '', kind })}
        />
      </div>
    </>
  )
}
