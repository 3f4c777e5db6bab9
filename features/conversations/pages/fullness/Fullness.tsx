import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { admitted, askAgain, failureIn } from '../../../../ui/admitted.ts'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { PersonName } from '../../../../ui/Person.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import { HandedIn } from './HandedIn.tsx'

/** Which questions of a cycle are left empty, and by whom: is everybody holding the same talk? */
export function Fullness() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const cycle = admitted(useQuery(api.cycles.get.queryOptions({ input: { id } })))
  const fullness = admitted(
    useQuery(api.conversations.fullness.queryOptions({ input: { cycleId: id } })),
  )
  const failed = failureIn(fullness, cycle)
  if (failed) return <ErrorNote error={failed} onRetry={() => askAgain(fullness, cycle)} />
  if (!fullness.data || !cycle.data) return <Pending />
  const share = ({ asked, empty }: { asked: number; empty: number }) =>
    t('conversations.fullness.share', { empty: f.count(empty), asked: f.count(asked) })
  const { data } = fullness
  const [first] = data.fields
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('cycles.title'), to: '/cycles' },
          { text: cycle.data.name, to: `/cycles/${id}` },
        ]}
        title={t('conversations.fullness.title')}
        sub={t('conversations.fullness.sub', {
          talks: f.count(data.talks),
          when: f.near(data.asOf),
        })}
      />
      {data.asked === 0 ? (
        <EmptyState text={t('conversations.fullness.empty')} />
      ) : (
        <div className="stack">
          <p className="measure">
            {first
              ? t('conversations.fullness.reading', {
                  label: text(first.label),
                  ...counted(first, f.count),
                })
              : t('conversations.fullness.allFull')}
          </p>
          {data.managers && data.managers.length > 0 && (
            <Card
              title={t('conversations.fullness.managers')}
              note={t('conversations.fullness.managersNote')}
            >
              <DataTable
                caption={t('conversations.fullness.managers')}
                rows={data.managers}
                rowKey={(manager) => manager.id}
                columns={[
                  {
                    key: 'manager',
                    header: t('conversations.fullness.manager'),
                    phone: 'title',
                    cell: ({ name, employeeNo }) => <PersonName name={name} note={employeeNo} />,
                  },
                  {
                    key: 'talks',
                    header: t('conversations.fullness.talks'),
                    numeric: true,
                    cell: ({ talks }) => f.count(talks),
                  },
                  {
                    key: 'empty',
                    header: t('conversations.fullness.leftEmpty'),
                    numeric: true,
                    cell: share,
                  },
                  {
                    key: 'often',
                    header: t('conversations.fullness.often'),
                    cell: ({ often }) =>
                      often.length === 0 ? (
                        <span className="mute">{t('conversations.fullness.nothing')}</span>
                      ) : (
                        often.map((each) => `${text(each.label)} ${share(each)}`).join(' · ')
                      ),
                  },
                ]}
              />
            </Card>
          )}
          <HandedIn cycleId={id} />
          <Card
            title={t('conversations.fullness.fields')}
            note={t('conversations.fullness.fieldsNote', { count: data.full })}
          >
            <DataTable
              caption={t('conversations.fullness.fields')}
              rows={data.fields}
              empty={<EmptyState text={t('conversations.fullness.allFull')} />}
              rowKey={({ label, part, key }) => `${part} ${key} ${label.zh}`}
              columns={[
                {
                  key: 'field',
                  header: t('conversations.fullness.field'),
                  phone: 'title',
                  cell: ({ label }) => text(label),
                },
                {
                  key: 'part',
                  header: t('conversations.fullness.part'),
                  cell: ({ part }) => t(`conversations.fullness.parts.${part}`),
                },
                {
                  key: 'empty',
                  header: t('conversations.fullness.leftEmpty'),
                  numeric: true,
                  cell: share,
                },
              ]}
            />
          </Card>
        </div>
      )}
    </>
  )
}

const counted = (
  { asked, empty }: { asked: number; empty: number },
  count: (of: number) => string,
) => ({ asked: count(asked), empty: count(empty) })
