import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../ui/api.ts'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { useText } from '../../templates/pages/useText.ts'
import type { FlowSummary } from '../contract.ts'
import styles from './Flows.module.css'

/** Every flow with its stages: who acts, until when, and what happens when nobody does. */
export function Flows() {
  const { t } = useTranslation()
  const list = useQuery(api.flows.list.queryOptions())
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('templates.library.title'), to: '/design' }]}
        title={t('templates.library.flows')}
        sub={t('flows.page.sub')}
      />
      <ErrorNote error={list.error} onRetry={list.refetch} />
      {list.isPending && <Pending />}
      <div className="stack">
        {list.data?.map((flow) => (
          <OneFlow key={flow.id} flow={flow} />
        ))}
      </div>
    </>
  )
}

function OneFlow({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <Card title={text(flow.title)} note={t('flows.page.stages', { n: flow.stages.length })}>
      <p className="serif measure">{text(flow.purpose)}</p>
      <ol className={styles.stages}>
        {flow.stages.map((stage) => (
          <li key={stage.key} data-phase={stage.phase}>
            <span className="small mute">{t(`flows.phase.${stage.phase}`)}</span>
            <b>{text(stage.label)}</b>
            <span>
              <Tag>{t(`flows.actor.${stage.actor}`)}</Tag>
            </span>
            <span className="small">{t('flows.page.days', { n: stage.dueDays })}</span>
            <span className="small mute">
              {[
                stage.condition && t(`flows.page.when.${stage.condition}`),
                stage.early && t('flows.page.early'),
                stage.actor !== 'system' && t(`flows.page.late.${stage.onOverdue}`),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
