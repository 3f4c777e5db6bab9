import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Avatar } from '../../../ui/Person.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Commitment, State } from '../contract.ts'
import styles from './PromiseRow.module.css'
import { refreshPromises, SettleButtons } from './SettleButtons.tsx'

// Amber, not red: a late promise is something that waits, not something wrong.
const tags = { open: 'p', late: 'w', done: 'd', notDone: 'n' } as const satisfies Record<
  State,
  string
>

/** Who keeps a promise, as the two would say it: by name, or 公司 with who stands for it. */
export function useOwnerName() {
  const { t } = useTranslation()
  return ({ ownerKind, owner }: Commitment) =>
    ownerKind === 'company'
      ? owner
        ? t('commitments.companyBy', { name: owner.name })
        : t('commitments.company')
      : (owner?.name ?? '')
}

/** How far a promise is; of a late one, since when. */
export function StateTag({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text =
    commitment.state === 'late'
      ? f.due(commitment.dueOn).text
      : t(`commitments.state.${commitment.state}`)
  return <Tag kind={tags[commitment.state]}>{text}</Tag>
}

/** A promise somebody made to me, in one line. */
export function PromiseToMe({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const ownerName = useOwnerName()
  return (
    <li className="row">
      <Avatar
        name={
          commitment.ownerKind === 'company'
            ? t('commitments.company')
            : (commitment.owner?.name ?? '')
        }
        size="s"
      />
      <div>
        {commitment.what}{' '}
        <span className="mute small">
          {ownerName(commitment)} · {t('commitments.before', { day: f.shortDay(commitment.dueOn) })}
        </span>
      </div>
      <div className="end">
        <StateTag commitment={commitment} />
      </div>
    </li>
  )
}

/** A promise in full: what, how it is measured, who helps, how it went, and what one can do about it. */
export function PromiseRow({
  commitment,
  withTalk = true,
}: {
  commitment: Commitment
  withTalk?: boolean
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const ownerName = useOwnerName()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const other =
    me?.personId === commitment.employee.id ? commitment.manager?.name : commitment.employee.name
  const agreedIn = [commitment.conversation.title, other].filter(Boolean).join(' · ')
  const [note, setNote] = useState('')
  const [writing, setWriting] = useState(false)
  const reopen = useMutation(api.commitments.reopen.mutationOptions({ onSuccess: refreshPromises }))
  const checkIn = useMutation(
    api.commitments.checkIn.mutationOptions({
      onSuccess: () => {
        setNote('')
        setWriting(false)
        refreshPromises()
        toast({ text: t('commitments.checkedIn') })
      },
    }),
  )
  const isSettled = commitment.state === 'done' || commitment.state === 'notDone'
  return (
    <li className={styles.promise}>
      <div className={styles.head}>
        <StateTag commitment={commitment} />
        <b className={styles.what}>{commitment.what}</b>
      </div>
      <p className="small mute">
        {t('commitments.keptBy', { name: ownerName(commitment) })} ·{' '}
        {t('commitments.before', { day: f.day(commitment.dueOn) })}
        {withTalk && (
          <>
            {' '}
            ·{' '}
            {commitment.conversation.mayOpen ? (
              <Link to="/conversations/$id" params={{ id: commitment.conversation.id } as never}>
                {agreedIn}
              </Link>
            ) : (
              agreedIn
            )}
          </>
        )}
      </p>
      {commitment.how && <p className="small">{t('commitments.how', { text: commitment.how })}</p>}
      {commitment.measure && (
        <p className="small">{t('commitments.measure', { text: commitment.measure })}</p>
      )}
      {commitment.support && (
        <p className="small">{t('commitments.support', { text: commitment.support })}</p>
      )}
      {commitment.checkIns.length > 0 && (
        <ul className={styles.checkIns}>
          {commitment.checkIns.map((entry) => (
            <li key={entry.id} className="small">
              {entry.note}{' '}
              <span className="mute">
                {entry.by.name} · {f.shortDay(entry.at)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isSettled && (
        <p className="small mute">
          {t(
            commitment.state === 'done' ? 'commitments.settledKept' : 'commitments.settledNotKept',
            { name: commitment.settledBy?.name ?? '', day: f.shortDay(commitment.settledAt!) },
          )}
          {commitment.reason && t('commitments.because', { reason: commitment.reason })}
        </p>
      )}
      <div className="cluster">
        {!isSettled && <SettleButtons commitment={commitment} />}
        {!isSettled && !writing && !commitment.refusals.checkIn && (
          <ActionButton kind="quiet" onClick={() => setWriting(true)}>
            {t('commitments.checkIn')}
          </ActionButton>
        )}
        {isSettled && !commitment.refusals.reopen && (
          <ActionButton
            kind="quiet"
            busy={reopen.isPending}
            onClick={() => reopen.mutate({ id: commitment.id })}
          >
            {t('commitments.reopen')}
          </ActionButton>
        )}
      </div>
      {writing && (
        <form
          className={styles.note}
          onSubmit={(event) => {
            event.preventDefault()
            checkIn.mutate({ id: commitment.id, note })
          }}
        >
          <TextInput
            label={t('commitments.checkInLabel')}
            description={t('commitments.checkInReaders')}
            required
            maxLength={2000}
            autoFocus
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <div className="cluster">
            <ActionButton type="submit" busy={checkIn.isPending}>
              {t('commitments.saveCheckIn')}
            </ActionButton>
            <ActionButton kind="quiet" onClick={() => setWriting(false)}>
              {t('ui.cancel')}
            </ActionButton>
          </div>
        </form>
      )}
      <ErrorNote error={reopen.error ?? checkIn.error} />
    </li>
  )
}
