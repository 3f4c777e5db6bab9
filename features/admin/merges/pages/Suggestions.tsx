import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PersonName } from '../../../../ui/Person.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useChanged } from './useChanged.ts'
import styles from './Doubles.module.css'

/** Pairs that look like one person each, with what speaks for it; a look beside each other, or two people. */
export function Suggestions() {
  const { t } = useTranslation()
  const changed = useChanged()
  const { data, error, refetch } = useQuery(api.admin.merges.suggestions.queryOptions())
  const dismiss = useMutation(
    api.admin.merges.dismiss.mutationOptions({
      onSuccess: (_, { undo, ...pair }) =>
        undo
          ? undefined
          : changed(t('admin.merges.saidDifferent'), () => suggest.mutate({ ...pair, undo: true })),
    }),
  )
  const suggest = useMutation(
    api.admin.merges.dismiss.mutationOptions({ onSuccess: () => void refetch() }),
  )
  return (
    <Card title={t('admin.merges.suggestions')} note={t('admin.merges.suggestionsNote')}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Pending />}
      {data?.pairs.length === 0 && <EmptyState text={t('admin.merges.noSuggestions')} />}
      <ul className={styles.pairs}>
        {data?.pairs.map(({ one, other, evidence }) => (
          <li key={one.id + other.id}>
            <div className={styles.two}>
              <Who person={one} />
              <Who person={other} />
            </div>
            <div className="cluster">
              {evidence.map((kind) => (
                <Tag key={kind} kind="i">
                  {t(`admin.merges.evidence.${kind}`)}
                </Tag>
              ))}
              <span className={styles.acts}>
                <ActionButton
                  kind="quiet"
                  size="compact-sm"
                  aria-label={t('admin.merges.differentOf', {
                    one: one.employeeNo,
                    other: other.employeeNo,
                  })}
                  onClick={() => dismiss.mutate({ oneId: one.id, otherId: other.id })}
                >
                  {t('admin.merges.different')}
                </ActionButton>
                <ActionButton
                  size="compact-sm"
                  aria-label={t('admin.merges.compareOf', {
                    one: one.employeeNo,
                    other: other.employeeNo,
                  })}
                  to={`/org/doubles?one=${one.id}&other=${other.id}`}
                >
                  {t('admin.merges.compare')}
                </ActionButton>
              </span>
            </div>
          </li>
        ))}
      </ul>
      {data?.more && <p className="small mute">{t('admin.merges.more')}</p>}
      <ErrorNote error={dismiss.error} />
    </Card>
  )
}

interface Somebody {
  name: string
  employeeNo: string
  department: string
  hiredOn: string | null
  leftOn: string | null
}

function Who({ person }: { person: Somebody }) {
  const { t } = useTranslation()
  const f = useFormat()
  const days = [
    person.hiredOn && `${t('admin.merges.field.hiredOn')} ${f.shortDay(person.hiredOn)}`,
    person.leftOn && `${t('admin.merges.field.leftOn')} ${f.shortDay(person.leftOn)}`,
  ].filter(Boolean)
  return (
    <div>
      <PersonName name={person.name} note={person.employeeNo} />
      <p className="small mute">
        {[person.department.replaceAll('/', ' / '), ...days].filter(Boolean).join(' · ')}
      </p>
    </div>
  )
}
