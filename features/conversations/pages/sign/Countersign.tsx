import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api, client, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'
import { Consent } from '../../../sealing/pages/Consent.tsx'
import { inSight } from '../../../sealing/sight/rules.ts'
import { DeclineWitness } from './DeclineWitness.tsx'

/** For the second person: what happened, nothing of what was said; then one's own signature that it was so. */
export function Countersign() {
  const { t } = useTranslation()
  const f = useFormat()
  const [signing, setSigning] = useState<string | null>(null)
  const { data, error, refetch } = useQuery(api.conversations.toCountersign.queryOptions())
  const one = data?.find(({ id }) => id === signing)
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('conversations.list.title'), to: '/conversations' }]}
        title={t('conversations.witness.title')}
        sub={t('conversations.witness.sub')}
      />
      <div className="stack measure">
        <ErrorNote error={error} onRetry={() => void refetch()} />
        {!data && !error && <Pending />}
        {data?.length === 0 && (
          <EmptyState
            text={t('conversations.witness.none')}
            action={<ActionButton to="/">{t('app.missing.home')}</ActionButton>}
          />
        )}
        {data?.map((item) => (
          <Card
            key={item.id}
            title={item.title}
            note={
              item.countersignedAt ? (
                <Tag kind="d">{t('conversations.witness.did')}</Tag>
              ) : (
                <Tag kind="w">{t('conversations.witness.waits')}</Tag>
              )
            }
          >
            <div className="stack">
              <p>
                {t('conversations.witness.what', {
                  employee: item.employee.name,
                  manager: item.manager.name,
                  presented: f.dayTime(item.presentedAt),
                  noted: f.dayTime(item.notedAt),
                })}
              </p>
              <p className="mute">
                {item.employeeOpenedAt
                  ? t('conversations.witness.opened', {
                      name: item.employee.name,
                      when: f.dayTime(item.employeeOpenedAt),
                    })
                  : t('conversations.witness.notOpened', { name: item.employee.name })}
              </p>
              <div>
                <h3>{t('conversations.witness.reason', { name: item.manager.name })}</h3>
                <p style={{ whiteSpace: 'pre-wrap' }}>{inSight(item.reason)}</p>
              </div>
              <p className="small mute">{t('conversations.witness.means')}</p>
              {!item.countersignedAt && (
                <div className="stack">
                  <Consent>
                    <div>
                      <ActionButton
                        kind="primary"
                        refusal={item.refusals.countersign}
                        onClick={() => setSigning(item.id)}
                      >
                        {t('conversations.witness.button')}
                      </ActionButton>
                    </div>
                  </Consent>
                  <DeclineWitness
                    id={item.id}
                    manager={item.manager.name}
                    employee={item.employee.name}
                  />
                </div>
              )}
            </div>
          </Card>
        ))}
      </div>
      {one && (
        <StepUp
          title={t('conversations.witness.button')}
          text={t('conversations.witness.dialog', { employee: one.employee.name })}
          confirm={t('conversations.witness.button')}
          act={() => client.conversations.countersign({ id: one.id, shownHash: one.shownHash })}
          onDone={() => {
            toast({ text: t('conversations.witness.done') })
            void queryClient.invalidateQueries({ queryKey: api.conversations.toCountersign.key() })
          }}
          onClose={() => setSigning(null)}
        />
      )}
    </>
  )
}
