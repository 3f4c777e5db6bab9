import { useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { usePageSize } from '../../../../ui/usePageSize.ts'
import { useText } from '../../../templates/pages/useText.ts'
import { participantStates, type Cycle, type Participant } from '../../contract.ts'
import { useMonitorView } from './useMonitorView.ts'
import { TalkList } from '../TalkList.tsx'
import styles from './Monitor.module.css'

/** Everybody in the cycle by name, with where they stand and a way to the talk. */
export function Participants({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const { view, set } = useMonitorView()
  const [typed, setTyped] = useState(view.q ?? '')
  const search = useDebouncedCallback((text: string) => set({ q: text.trim() || undefined }), 300)
  const state = participantStates.find((each) => each === view.state)
  const pageSize = usePageSize()
  const people = useInfiniteQuery(
    api.cycles.participants.infiniteOptions({
      input: (after: string | undefined) => ({
        id: cycle.id,
        after,
        limit: pageSize,
        leavers: view.leavers ?? false,
        departmentId: view.department,
        stage: view.stage,
        state,
        ...(view.q && { q: view.q }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <div id="people">
      <TalkList
        title={t('cycles.participants.title')}
        found={people}
        tools={
          <div className={styles.tools}>
            <TextInput
              aria-label={t('cycles.participants.search')}
              placeholder={t('cycles.participants.search')}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value)
                search(event.currentTarget.value)
              }}
            />
            <Select
              aria-label={t('cycles.state')}
              value={state ?? ''}
              allowDeselect={false}
              data={[
                { value: '', label: t('cycles.participants.everyState') },
                ...participantStates.map((each) => ({
                  value: each,
                  label: t(`cycles.participants.states.${each}`),
                })),
              ]}
              onChange={(next) => set({ state: next || undefined })}
            />
          </div>
        }
        managerOf={({ manager }) => manager?.name}
        empty={t('cycles.participants.empty')}
        columns={[
          {
            key: 'now',
            header: t('cycles.participants.now'),
            cell: ({ open }) =>
              open.length === 0 ? (
                <span className="faint">–</span>
              ) : (
                open.map(({ key, label, dueOn }) => (
                  <div key={key}>
                    {text(label)} {dueOn && <span className="small mute">{f.due(dueOn).text}</span>}
                  </div>
                ))
              ),
          },
          {
            key: 'done',
            header: t('cycles.participants.done'),
            numeric: true,
            cell: ({ stagesDone, stagesOf }) => f.of(stagesDone, stagesOf),
          },
          { key: 'state', header: t('cycles.state'), cell: (row) => <State row={row} /> },
        ]}
      />
    </div>
  )
}

function State({ row }: { row: Participant }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <div className="cluster">
      {row.sealedAt && (
        <Tag kind={row.outcome === 'agreed' ? 'd' : 'i'}>
          {t('cycles.participants.sealedAs', {
            outcome: t(`cycles.outcomes.${row.outcome ?? 'agreed'}`),
          })}
        </Tag>
      )}
      {!row.sealedAt && row.open.some(({ lateDays }) => lateDays > 0) && (
        <Tag kind="w">
          {t('cycles.waits.late', { count: Math.max(...row.open.map(({ lateDays }) => lateDays)) })}
        </Tag>
      )}
      {!row.isOpened && <Tag>{t('cycles.participants.opening')}</Tag>}
      {row.handOver && <Tag kind="w">{t('cycles.handOvers.tag')}</Tag>}
      {row.leftOn && <Tag>{t('cycles.participants.leftOn', { day: f.shortDay(row.leftOn) })}</Tag>}
      {row.unrated && <Tag>{t('cycles.findings.joinedTooLate')}</Tag>}
    </div>
  )
}
