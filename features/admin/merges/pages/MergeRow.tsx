import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonDialog } from '../../../../ui/ReasonDialog.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { letGo } from '../../../../ui/useKept.ts'
import { useRefusal } from '../../../../ui/failure.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Merge } from '../contract.ts'
import { useChanged } from './useChanged.ts'
import styles from './Doubles.module.css'

const tones = { asked: 'w', declined: 'n', merged: 'd', undoAsked: 'w', undone: 'n' } as const

/** One merge: who was joined to whom, why, where it stands, and what may be said to it. */
export function MergeRow({ merge }: { merge: Merge }) {
  const { t } = useTranslation()
  const f = useFormat()
  const say = useRefusal()
  const changed = useChanged()
  const [dialog, setDialog] = useState<'accept' | 'undo' | null>(null)
  const close = () => setDialog(null)
  const keptAs = `undoMerge.${merge.id}`
  const decide = useMutation(
    api.admin.merges.decide.mutationOptions({
      onSuccess: (_, { accept }) => {
        close()
        return changed(t(accept ? 'admin.merges.acceptDone' : 'admin.merges.declineDone'))
      },
    }),
  )
  const askUndo = useMutation(
    api.admin.merges.askUndo.mutationOptions({
      onSuccess: () => {
        letGo(keptAs)
        close()
        return changed(t('admin.merges.undoAsked'))
      },
    }),
  )
  const decideUndo = useMutation(
    api.admin.merges.decideUndo.mutationOptions({
      onSuccess: (_, { accept }) =>
        changed(t(accept ? 'admin.merges.undoneDone' : 'admin.merges.keptDone')),
    }),
  )
  const { id, kept, merged, state, refusals, undo, conflicts } = merge
  const names = {
    kept: `${kept.name} ${kept.employeeNo}`,
    merged: `${merged.name} ${merged.employeeNo}`,
  }
  const first = conflicts[0]
  const lines = [
    t('admin.merges.askedBy', { name: merge.askedBy, when: f.dayTime(merge.askedAt) }),
    merge.decidedBy &&
      merge.decidedAt &&
      t('admin.merges.decidedBy', { name: merge.decidedBy, when: f.dayTime(merge.decidedAt) }),
    undo &&
      t('admin.merges.undoAskedBy', {
        name: undo.askedBy,
        when: f.dayTime(undo.askedAt),
        reason: undo.reason,
      }),
    undo?.undoneBy &&
      undo.undoneAt &&
      t('admin.merges.undoneBy', { name: undo.undoneBy, when: f.dayTime(undo.undoneAt) }),
  ].filter(Boolean)
  return (
    <li className={styles.merge}>
      <p>
        <b>{t('admin.merges.line', names)}</b>{' '}
        <Tag kind={tones[state]}>{t(`admin.merges.state.${state}`)}</Tag>{' '}
        {merge.evidence.map((kind) => (
          <Tag key={kind} kind="i">
            {t(`admin.merges.evidence.${kind}`)}
          </Tag>
        ))}
      </p>
      <p>{merge.reason}</p>
      <p className="small mute">{lines.join(' · ')}</p>
      {conflicts.map(({ kind, count }) => (
        <p key={kind} className="small">
          {say(`admin.merges.conflict.${kind}`, { count })}
        </p>
      ))}
      <div className="cluster">
        {state === 'asked' && (
          <>
            <ActionButton
              kind="primary"
              refusal={refusals.decide ?? (first ? `admin.merges.conflict.${first.kind}` : null)}
              refusalParams={first ? { count: first.count } : {}}
              aria-label={t('admin.merges.acceptOf', { name: names.merged })}
              onClick={() => setDialog('accept')}
            >
              {t('admin.merges.accept')}
            </ActionButton>
            <ActionButton
              refusal={refusals.decide}
              busy={decide.isPending}
              onClick={() => decide.mutate({ id, accept: false })}
            >
              {t('admin.merges.decline')}
            </ActionButton>
          </>
        )}
        {state === 'merged' && (
          <ActionButton
            kind="quiet"
            size="compact-sm"
            refusal={refusals.askUndo}
            aria-label={t('admin.merges.undoOf', { name: names.merged })}
            onClick={() => setDialog('undo')}
          >
            {t('admin.merges.undo')}
          </ActionButton>
        )}
        {state === 'undoAsked' && (
          <>
            <ActionButton
              kind="primary"
              refusal={refusals.decideUndo}
              busy={decideUndo.isPending}
              onClick={() => decideUndo.mutate({ id, accept: true })}
            >
              {t('admin.merges.acceptUndo')}
            </ActionButton>
            <ActionButton
              refusal={refusals.decideUndo}
              onClick={() => decideUndo.mutate({ id, accept: false })}
            >
              {t('admin.merges.keepMerged')}
            </ActionButton>
          </>
        )}
      </div>
      <ErrorNote error={decideUndo.error ?? (dialog ? null : decide.error)} />
      <ConfirmDialog
        opened={dialog === 'accept'}
        title={t('admin.merges.accept')}
        confirm={t('admin.merges.accept')}
        busy={decide.isPending}
        error={decide.error}
        onConfirm={() => decide.mutate({ id, accept: true })}
        onClose={close}
      >
        {t('admin.merges.acceptText', names)}
      </ConfirmDialog>
      {dialog === 'undo' && (
        <ReasonDialog
          keptAs={keptAs}
          title={t('admin.merges.undo')}
          label={t('admin.merges.reason')}
          help={t('admin.merges.reasonHelp')}
          least={5}
          most={500}
          refusal="admin.merges.why"
          busy={askUndo.isPending}
          error={askUndo.error}
          onSend={(reason) => askUndo.mutate({ id, reason })}
          onClose={close}
        >
          <p>{t('admin.merges.undoText')}</p>
        </ReasonDialog>
      )}
    </li>
  )
}
