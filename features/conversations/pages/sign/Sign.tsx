import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'
import { CasesOf } from '../cases/CasesOf.tsx'
import { ForEmployee } from '../disagree/ForEmployee.tsx'
import { ForManager } from '../disagree/ForManager.tsx'
import { isPair } from '../form.ts'
import { StatusOnly } from '../StatusOnly.tsx'
import { RecordBody } from './RecordSheet.tsx'
import { Answer } from './Answer.tsx'
import { NameWitness } from './NameWitness.tsx'
import { NoteRefusal } from './NoteRefusal.tsx'
import { OwnStatement } from './OwnStatement.tsx'
import { Refusal } from './Refusal.tsx'
import { hasRefused, standingOf } from './standing.ts'
import { TakeBack } from './TakeBack.tsx'
import styles from './Sign.module.css'

/** The page as it will be sealed, the same for both; beside it, what one does with it. */
export function Sign({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const mayRead = !talk.isShut && (isPair(talk) || talk.relation === 'formerManager')
  const {
    data: page,
    error,
    refetch,
  } = useQuery({
    ...api.conversations.readPage.queryOptions({ input: { id: talk.id } }),
    enabled: mayRead,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  const shown = page?.page ?? talk.signing.page
  // Taken back and shown anew while this page was open: read what stands there now.
  const isStale = Boolean(
    page && talk.signing.shownHash && page.shownHash !== talk.signing.shownHash,
  )
  useEffect(() => void (isStale && refetch()), [isStale, refetch])
  const other = talk.relation === 'employee' ? talk.manager?.name : talk.employee.name
  const isRefused = hasRefused(talk)
  const dispute = !talk.amending && (
    <CasesOf
      conversationId={talk.id}
      kind="dispute"
      isEmployee={talk.relation === 'employee' && talk.manager !== null}
    />
  )
  // What is open about the page stands over it: on a phone the column beside comes after it.
  return (
    <div className="two">
      <div className="stack">
        {talk.openCase === 'dispute' && dispute}
        <Refusal talk={talk} />
        {isRefused && <NoteRefusal talk={talk} />}
        <NameWitness talk={talk} />
        {shown || mayRead ? (
          <Card className={styles.sheet}>
            <p className={`mute ${styles.same}`}>
              {other && isPair(talk)
                ? t('conversations.sign.same', { name: other })
                : t('conversations.sign.sameForAll')}
            </p>
            <ErrorNote error={error} onRetry={() => void refetch()} />
            {shown ? <RecordBody page={shown} /> : !error && <Pending />}
          </Card>
        ) : (
          !talk.isShut && <StatusOnly talk={talk} />
        )}
      </div>
      <aside className={`stack ${styles.aside}`}>
        {isPair(talk) && (
          <Answer talk={talk} shownHash={isStale ? null : (page?.shownHash ?? null)} />
        )}
        {!isRefused && <NoteRefusal talk={talk} />}
        <ForEmployee talk={talk} />
        <Done talk={talk} />
        <OwnStatement talk={talk} />
        {isPair(talk) && <TakeBack talk={talk} />}
        {talk.openCase !== 'dispute' && dispute}
        <ForManager talk={talk} />
      </aside>
    </div>
  )
}

/** Who has signed, who has opened the page, until when. */
function Done({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { signatures, readings, dueOn, refusalNote: note } = talk.signing
  // While somebody has said no, or a dispute is open, silence seals nothing.
  const hasDay = dueOn !== null && ['sign', 'signed'].includes(standingOf(talk))
  const people = [
    ...(talk.manager ? [{ person: talk.manager, role: 'manager' as const }] : []),
    { person: talk.employee, role: 'employee' as const },
  ]
  return (
    <Card
      title={t('conversations.sign.state')}
      note={hasDay ? t('conversations.sign.until', { day: f.day(dueOn) }) : undefined}
    >
      <ul>
        {people.map(({ person, role }) => {
          const signature = signatures.find((one) => one.role === role)
          const read = readings.find(({ personId }) => personId === person.id)
          return (
            <li key={role} className="row">
              <span>
                {person.name}
                <br />
                <span className="small mute">
                  {t(`conversations.role.${role}`)}
                  {read && ` · ${t('conversations.sign.readAt', { when: f.near(read.at) })}`}
                  {signature && ` · ${t(`sealing.level.${signature.level}`)}`}
                </span>
              </span>
              <span className="end">
                {signature ? (
                  <Tag kind={signature.outcome === 'agreed' ? 'd' : 'w'}>
                    {t(`conversations.outcomeShort.${signature.outcome}`)}
                  </Tag>
                ) : (
                  <Tag>{t('conversations.sign.open')}</Tag>
                )}
              </span>
            </li>
          )
        })}
        {note && (
          <li className="row">
            <span>
              {note.witness.name}
              <br />
              <span className="small mute">{t('conversations.role.witness')}</span>
            </span>
            <span className="end">
              {note.countersignedAt ? (
                <Tag kind="d">{t('conversations.witness.did')}</Tag>
              ) : note.declined ? (
                <Tag>{t('conversations.witness.saidNo')}</Tag>
              ) : (
                <Tag kind="w">{t('conversations.witness.waits')}</Tag>
              )}
            </span>
          </li>
        )}
        {note?.earlier.map(({ witness, declinedAt, reason }) => (
          <li key={witness.id} className="row">
            <span className="mute">
              {witness.name}
              {reason && (
                <span className="small">{t('conversations.witness.because', { reason })}</span>
              )}
            </span>
            <span className="end">
              <Tag>
                {t(declinedAt ? 'conversations.witness.saidNo' : 'conversations.witness.released')}
              </Tag>
            </span>
          </li>
        ))}
      </ul>
      {note?.declined?.reason && (
        <p className="small mute">
          {t('conversations.witness.saidNoBecause', {
            name: note.witness.name,
            reason: note.declined.reason,
          })}
        </p>
      )}
      {note && !note.countersignedAt && (
        <p className="small mute">
          {note.sealsAfter
            ? t('conversations.refusalNote.sealsAfter', { day: f.day(note.sealsAfter) })
            : t('conversations.refusalNote.waits')}
        </p>
      )}
      {!note && hasRefused(talk) && (
        <p className="small mute">{t('conversations.refusalNote.waits')}</p>
      )}
      {!note && hasDay && <p className="small mute">{t('conversations.sign.silence')}</p>}
    </Card>
  )
}
