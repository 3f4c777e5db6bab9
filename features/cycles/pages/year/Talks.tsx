import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { v7 } from 'uuid'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Planned, Year } from '../../year/contract.ts'
import { Presets } from './Presets.tsx'
import { TalkDialog } from './TalkDialog.tsx'
import { renewed } from './renewed.ts'
import { useRemoval } from './useRemoval.ts'
import styles from './Year.module.css'

/** The conversations of a year in order; each becomes a cycle when its time comes. */
export function Talks({ year }: { year: Year }) {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const [talk, setTalk] = useState<Planned | null>(null)
  const save = useMutation(api.cycles.year.saveTalk.mutationOptions(renewed))
  const remove = useMutation(api.cycles.year.removeTalk.mutationOptions(renewed))
  const addUsual = useMutation(api.cycles.year.addUsual.mutationOptions(renewed))
  const makeCycle = useMutation(
    api.cycles.year.makeCycle.mutationOptions({
      onSuccess: async ({ cycleId }) => {
        await queryClient.invalidateQueries({ queryKey: api.cycles.key() })
        await navigate({ to: '/cycles/$id/edit', params: { id: cycleId } as never })
      },
    }),
  )
  const mayWrite = year.refusals.write === null
  const middle = `${year.year}-06-15`
  const blank = (): Planned => ({
    id: v7(),
    scenario: 'coaching',
    channel: 'oneToOne',
    name: '',
    startsOn: middle,
    endsOn: middle,
    note: '',
    cycleId: null,
  })
  const takeOut = useRemoval(remove, save)
  return (
    <Card
      title={t('cycles.year.talks')}
      note={t('cycles.year.talksNote')}
      action={
        mayWrite && (
          <ActionButton onClick={() => setTalk(blank())}>{t('cycles.year.addTalk')}</ActionButton>
        )
      }
    >
      <ErrorNote error={remove.error ?? addUsual.error ?? makeCycle.error} />
      <DataTable
        caption={t('cycles.year.talks')}
        rows={year.talks}
        rowKey={({ id }) => id}
        empty={
          <>
            <EmptyState text={t(mayWrite ? 'cycles.year.empty' : 'cycles.year.emptyForReaders')} />
            {mayWrite && (
              <Presets
                busy={addUsual.isPending}
                onChoose={(stage) => addUsual.mutate({ year: year.year, stage })}
              />
            )}
          </>
        }
        columns={[
          {
            key: 'name',
            header: t('cycles.name'),
            phone: 'title',
            cell: (each) => (
              <>
                {mayWrite ? (
                  <button type="button" className={styles.name} onClick={() => setTalk(each)}>
                    {each.name}
                  </button>
                ) : (
                  each.name
                )}
                {each.note && <div className="small mute">{each.note}</div>}
              </>
            ),
          },
          {
            key: 'when',
            header: t('cycles.process'),
            cell: ({ startsOn, endsOn }) => f.range(startsOn, endsOn),
          },
          {
            key: 'scenario',
            header: t('cycles.year.scenario'),
            cell: ({ scenario }) => t(`cycles.year.scenarios.${scenario}`),
          },
          {
            key: 'channel',
            header: t('cycles.year.channel'),
            cell: ({ channel, scenario }) =>
              t('cycles.year.channelFit', {
                channel: t(`cycles.year.channels.${channel}`),
                fit: t(`cycles.year.fits.${year.matrix[channel][scenario]}`),
              }),
          },
          {
            key: 'actions',
            header: t('cycles.year.actions'),
            silent: true,
            cell: (each) => (
              <span className="cluster">
                {each.cycleId ? (
                  <Link to="/cycles/$id" params={{ id: each.cycleId } as never}>
                    {t('cycles.year.openCycle')}
                  </Link>
                ) : (
                  mayWrite &&
                  each.channel === 'oneToOne' && (
                    <ActionButton
                      kind="quiet"
                      busy={makeCycle.isPending}
                      onClick={() => makeCycle.mutate({ id: each.id })}
                    >
                      {t('cycles.year.makeCycle')}
                    </ActionButton>
                  )
                )}
                {mayWrite && (
                  <ActionButton
                    kind="quiet"
                    aria-label={t('cycles.year.removeNamed', { name: each.name })}
                    onClick={() => takeOut(each)}
                  >
                    {t('cycles.draft.remove')}
                  </ActionButton>
                )}
              </span>
            ),
          },
        ]}
      />
      {talk && (
        <TalkDialog
          talk={talk}
          isNew={!year.talks.some(({ id }) => id === talk.id)}
          matrix={year.matrix}
          busy={save.isPending}
          error={save.error}
          onSave={(saved) => save.mutate(saved, { onSuccess: () => setTalk(null) })}
          onClose={() => (save.reset(), setTalk(null))}
        />
      )}
    </Card>
  )
}
