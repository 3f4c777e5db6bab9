import { Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import type { Module } from '../modules/contract.ts'

/** What an organization uses already; the rest waits until it is ready. */
export function Modules() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(api.admin.modules.get.queryOptions())
  const set = useMutation(
    api.admin.modules.set.mutationOptions({
      onSuccess: () =>
        Promise.all(
          [api.admin.modules.key(), api.accounts.me.key()].map((queryKey) =>
            queryClient.invalidateQueries({ queryKey }),
          ),
        ),
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const on = data.filter(({ isOn }) => isOn).map(({ module }) => module)
  const turn = (module: Module, isOn: boolean) =>
    set.mutate({ on: isOn ? [...on, module] : on.filter((each) => each !== module) })
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('accounts.settings.title'), to: '/settings' }]}
        title={t('admin.modules.title')}
        sub={t('admin.modules.sub')}
        actions={
          <>
            <ActionButton onClick={() => set.mutate({ on: [] })}>
              {t('admin.modules.least')}
            </ActionButton>
            <ActionButton onClick={() => set.mutate({ on: data.map(({ module }) => module) })}>
              {t('admin.modules.all')}
            </ActionButton>
          </>
        }
      />
      <div className="stack measure">
        <ErrorNote error={set.error} />
        <Card title={t('admin.modules.always')}>
          <p className="mute">{t('admin.modules.alwaysText')}</p>
        </Card>
        <Card title={t('admin.modules.choose')}>
          <div className="stack">
            {data.map(({ module, isOn }) => (
              <Switch
                key={module}
                label={t(`admin.modules.${module}`)}
                description={t(`admin.modules.${module}Text`)}
                checked={isOn}
                disabled={set.isPending}
                onChange={(event) => turn(module, event.currentTarget.checked)}
              />
            ))}
          </div>
        </Card>
      </div>
    </>
  )
}
