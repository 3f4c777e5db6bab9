import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Wait } from '../../contract.ts'
import { useMonitorView } from './useMonitorView.ts'
import styles from './Monitor.module.css'

/** Who waits for whom: what is late first, then the longest wait. */
export function Waits({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const { view } = useMonitorView()
  const waits = useQuery(
    api.cycles.waits.queryOptions({ input: { id: cycleId, departmentId: view.department } }),
  )
  const total = waits.data?.total ?? 0
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  /** Whom the employee waits for, by name where there is one. */
  const otherIn = ({ actor, manager, owner }: Pick<Wait, 'actor' | 'manager' | 'owner'>) =>
    actor === 'employee' ? null : actor === 'hr' ? t('cycles.actors.hr') : (owner ?? manager)?.name
  const mayNudge = me?.grants.some(({ role }) => role === 'hrAdmin' || role === 'hrbp') ?? false
  return (
    <Card
      title={t('cycles.waits.title')}
      note={t('cycles.waits.note')}
      action={
        mayNudge &&
        total > 0 && (
          <Link
            to="/cycles/$id/nudge"
            params={{ id: cycleId } as never}
            search={{ department: view.department, stage: view.stage } as never}
          >
            {t('cycles.waits.nudge')}
          </Link>
        )
      }
    >
      <DataTable
        caption={t('cycles.waits.title')}
        rows={waits.data?.items}
        rowKey={(wait) => `${wait.conversationId} ${wait.stageKey}`}
        error={waits.error}
        onRetry={() => void waits.refetch()}
        empty={<EmptyState text={t('cycles.waits.empty')} />}
        columns={[
          {
            key: 'talk',
            header: t('cycles.waits.talk'),
            phone: 'title',
            cell: ({ conversationId, employee, ...wait }) => (
              <Link to="/conversations/$id" params={{ id: conversationId } as never}>
                {employee.name}
                {otherIn(wait) && (
                  <>
                    <span className={styles.arrow} aria-label={t('cycles.waits.from')}>
                      ←
                    </span>
                    {otherIn(wait)}
                  </>
                )}
                <span className="small mute"> {employee.department.split('/').at(-1)}</span>
              </Link>
            ),
          },
          {
            key: 'for',
            header: t('cycles.waits.for'),
            cell: ({ label, lateDays }) => (
              <>
                {text(label)}{' '}
                {lateDays > 0 && <Tag kind="w">{t('cycles.waits.late', { count: lateDays })}</Tag>}
              </>
            ),
          },
          {
            key: 'days',
            header: t('cycles.waits.days'),
            numeric: true,
            cell: ({ days }) => f.count(days),
          },
          {
            key: 'nudge',
            header: t('cycles.waits.nudge'),
            silent: true,
            cell: ({ conversationId, employee }) =>
              mayNudge && (
                <Link
                  to="/cycles/$id/nudge"
                  params={{ id: cycleId } as never}
                  search={{ talk: conversationId } as never}
                  className={styles.nudge}
                  aria-label={t('cycles.waits.nudgeOne', { name: employee.name })}
                >
                  {t('cycles.waits.nudge')}
                </Link>
              ),
          },
        ]}
      />
      {total > (waits.data?.items.length ?? 0) && (
        <p className="small" style={{ marginTop: 12 }}>
          <Link to="." search={{ ...view, state: 'open' } as never} hash="people">
            {t('cycles.waits.all', { count: total, shown: f.count(total) })}
          </Link>
        </p>
      )}
    </Card>
  )
}
