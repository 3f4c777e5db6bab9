import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { cycleKinds } from '../contract.ts'
import styles from './Cycles.module.css'

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
        <ul className={styles.kinds}>
          {cycleKinds.map((kind) => (
            <li key={kind}>
              <button
                type="button"
                className={styles.kind}
                disabled={create.isPending}
                onClick={() => create.mutate({ name: '', kind })}
              >
                <strong>{t(`cycles.kinds.${kind}.name`)}</strong>
                <span className="mute small">{t(`cycles.kinds.${kind}.what`)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
