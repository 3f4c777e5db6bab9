import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card, Figure, Figures } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Progress } from '../../../../ui/Progress.tsx'
import { api } from '../../../../ui/api.ts'
import { useRefusal } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Import } from '../../import/contract.ts'

/** While it is written, once it is, and the way back for a day. */
export function Written({ roster }: { roster: Import }) {
  const { t } = useTranslation()
  const f = useFormat()
  const say = useRefusal()
  const cache = useQueryClient()
  const undo = useMutation({
    ...api.org.import.undo.mutationOptions(),
    onSuccess: (next) => {
      cache.setQueryData(api.org.import.get.queryKey({ input: { id: roster.id } }), next)
      void cache.invalidateQueries({ queryKey: api.org.key() })
    },
  })
  if (roster.state === 'writing')
    return (
      <Card title={t('org.import.writing')}>
        <Progress
          label={t('org.import.written')}
          done={roster.progress}
          whole={roster.rowCount}
          note={t('org.import.mayLeave')}
        />
      </Card>
    )
  if (roster.state === 'failed')
    return (
      <Card tone="waiting" title={t('org.import.failed')}>
        <div className="stack">
          <p>{say(roster.failure)}</p>
          <p className="mute">{t('org.import.nothingChanged')}</p>
          <div className="cluster">
            <ActionButton kind="primary" to={`/org/import/${roster.id}?step=review`}>
              {t('org.import.lookAgain')}
            </ActionButton>
          </div>
        </div>
      </Card>
    )
  if (roster.state === 'undone' && roster.undone)
    return (
      <Card title={t('org.import.undoneTitle')}>
        <div className="stack">
          <p>
            {t('org.import.undoneBy', { name: roster.undone.by, when: f.near(roster.undone.at) })}
          </p>
          <ActionButton to="/org/import">{t('org.import.otherFile')}</ActionButton>
        </div>
      </Card>
    )
  if (!roster.written) return <Card title={t('org.import.discarded')}>{null}</Card>
  const { counts, by, at, undoUntil } = roster.written
  return (
    <div className="stack">
      <Figures>
        {(['new', 'update', 'same', 'fault'] as const).map((verdict) => (
          <Figure
            key={verdict}
            label={t(`org.import.done.${verdict}`)}
            value={f.count(counts[verdict])}
          />
        ))}
      </Figures>
      <Doubles />
      <Card tone="calm" title={t('org.import.doneTitle')}>
        <div className="stack">
          <p>{t('org.import.doneBy', { name: by, when: f.near(at) })}</p>
          <div className="cluster">
            <ActionButton kind="primary" to="/org">
              {t('org.import.seeOrg')}
            </ActionButton>
            <ActionButton
              busy={undo.isPending}
              refusal={roster.refusals.undo}
              onClick={() => undo.mutate({ id: roster.id })}
            >
              {t('org.import.undo')}
            </ActionButton>
            <span className="small mute">
              {t('org.import.undoUntil', { until: f.near(undoUntil) })}
            </span>
          </div>
          <ErrorNote error={undo.error} kept={t('org.import.nothingChanged')} />
        </div>
      </Card>
    </div>
  )
}

/** Whoever was hired again or entered twice: told after an import, never dealt with by itself (E28). */
function Doubles() {
  const { t } = useTranslation()
  const { data } = useQuery(api.admin.merges.suggestions.queryOptions())
  if (!data || data.pairs.length === 0) return null
  return (
    <Card tone="waiting">
      <div className="row">
        <span>{t('org.doubles.found', { count: data.pairs.length })}</span>
        <span className="end">
          <ActionButton size="compact-sm" to="/org/doubles">
            {t('org.doubles.look')}
          </ActionButton>
        </span>
      </div>
    </Card>
  )
}
