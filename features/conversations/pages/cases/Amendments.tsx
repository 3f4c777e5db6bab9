import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import type { AmendedPart, Amendment } from '../../amending/contract.ts'
import { Discarded } from './Changes.tsx'
import { PartsField } from './PartsField.tsx'
import { useCaseChanged } from './useCaseChanged.ts'
import { Withdraw } from './Withdraw.tsx'
import styles from './Cases.module.css'

const tones = { asked: 'w', declined: 'n', open: 'w', sealed: 'd', withdrawn: 'n' } as const

/** One amendment: why, what opens again, who asked and who agreed. */
export function AmendmentCard({ it }: { it: Amendment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const changed = useCaseChanged()
  const [isWithdrawing, setWithdrawing] = useState(false)
  const decide = useMutation(
    api.conversations.amending.decide.mutationOptions({
      onSuccess: ({ state }) =>
        changed(
          t(
            state === 'declined'
              ? 'conversations.amending.declined'
              : 'conversations.amending.approved',
          ),
        ),
    }),
  )
  return (
    <Card
      title={t('conversations.amending.of', { asker: it.askedBy.name, employee: it.employee.name })}
      note={
        <Tag kind={tones[it.state]}>
          {t(`conversations.amending.state.${it.state}`, { version: it.version })}
        </Tag>
      }
    >
      <div className="stack">
        <p className={styles.words}>{it.reason}</p>
        <p className="small mute">
          {[
            it.title,
            it.parts.map((part) => t(`conversations.amending.part.${part}`)).join('、'),
            it.fromCase && t('conversations.amending.fromCase'),
            f.dayTime(it.askedAt),
            it.decidedBy?.name,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {it.withdrawn && (
          <p className={styles.words}>
            {t('conversations.amending.withdrawnBy', {
              name: it.withdrawn.by.name,
              when: f.dayTime(it.withdrawn.at),
              reason: it.withdrawn.reason,
            })}
          </p>
        )}
        {it.withdrawn && it.version !== null && <Discarded id={it.id} />}
        <ErrorNote error={decide.error} />
        {it.refusals.withdraw === null && (
          <div className="cluster">
            <ActionButton onClick={() => setWithdrawing(true)}>
              {t('conversations.amending.withdraw')}
            </ActionButton>
          </div>
        )}
        {isWithdrawing && <Withdraw id={it.id} onClose={() => setWithdrawing(false)} />}
        {it.state === 'asked' && (
          <div className="cluster">
            <ActionButton
              kind="primary"
              refusal={it.refusals.decide}
              busy={decide.isPending}
              onClick={() => decide.mutate({ id: it.id, approve: true })}
            >
              {t('conversations.amending.approve')}
            </ActionButton>
            <ActionButton
              refusal={it.refusals.decide}
              onClick={() => decide.mutate({ id: it.id, approve: false })}
            >
              {t('conversations.amending.decline')}
            </ActionButton>
          </div>
        )}
      </div>
    </Card>
  )
}

/** HR beside a sealed record: amendments so far, and asking for one. */
export function AmendmentsOf({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const { data } = useQuery(
    api.conversations.amending.of.queryOptions({ input: { conversationId } }),
  )
  if (!data) return null
  const mayAsk = data.refusal !== 'conversations.amending.hrOnly'
  return (
    <>
      {data.items.map((it) => (
        <AmendmentCard key={it.id} it={it} />
      ))}
      {mayAsk && (
        <Card tone="sunken" title={t('conversations.amending.title')}>
          <div className="stack">
            <p className="small mute">{t('conversations.amending.lead')}</p>
            <div>
              <ActionButton refusal={data.refusal} onClick={() => setAsking(true)}>
                {t('conversations.amending.ask')}
              </ActionButton>{' '}
              <Link to={'/privacy' as string} search={{ record: conversationId } as never}>
                {t('admin.privacy.manage')}
              </Link>
            </div>
          </div>
        </Card>
      )}
      {isAsking && <Ask conversationId={conversationId} onClose={() => setAsking(false)} />}
    </>
  )
}

function Ask({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [{ reason, parts }, write, forget] = useKeptForm<{ reason: string; parts: AmendedPart[] }>(
    `amendment.${conversationId}`,
    { reason: '', parts: [] },
  )
  const changed = useCaseChanged()
  const ask = useMutation(
    api.conversations.amending.ask.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        await changed(t('conversations.amending.sent'))
      },
    }),
  )
  const lacking =
    reason.trim().length < 10 || parts.length === 0 ? 'conversations.amending.write' : null
  return (
    <Dialog opened title={t('conversations.amending.ask')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) ask.mutate({ conversationId, reason, parts })
        }}
      >
        <ReasonField
          label={t('conversations.amending.reason')}
          help={t('conversations.amending.reasonHelp')}
          most={2000}
          value={reason}
          onChange={(words) => write({ reason: words })}
        />
        <PartsField value={parts} onChange={(chosen) => write({ parts: chosen })} />
        <ErrorNote error={ask.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={ask.isPending} refusal={lacking}>
            {t('conversations.amending.send')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
