import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Erasure } from '../contract.ts'
import { useDone } from './useDone.ts'

const tones = { asked: 'w', declined: 'n', approved: 'p', erased: 'd' } as const

/** One erasure: its basis, where it stands, and the second person's yes or no. */
export function ErasureRow({ it }: { it: Erasure }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isSure, setSure] = useState(false)
  const done = useDone(() => setSure(false))
  const decide = useMutation(
    api.admin.privacy.decideErasure.mutationOptions({
      onSuccess: ({ state }) =>
        done(t(state === 'declined' ? 'admin.privacy.notApproved' : 'admin.privacy.approved')),
    }),
  )
  return (
    <li className="stack">
      <p>
        <b>
          {t('admin.privacy.ofRecord', { name: it.employee.name, title: it.conversation.title })}
        </b>{' '}
        <Tag kind={tones[it.state]}>{t(`admin.privacy.state.${it.state}`)}</Tag>
      </p>
      <p>{it.basis}</p>
      <p className="small mute">
        {it.erasedAt
          ? t('admin.privacy.erased', {
              day: f.day(it.erasedAt),
              until: it.backupsUntil ? f.day(it.backupsUntil) : '',
            })
          : t('admin.privacy.askedBy', { name: it.askedBy.name, when: f.dayTime(it.askedAt) })}
      </p>
      {it.state === 'asked' && (
        <div className="cluster">
          <ActionButton kind="danger" refusal={it.refusal} onClick={() => setSure(true)}>
            {t('admin.privacy.approve')}
          </ActionButton>
          <ActionButton
            refusal={it.refusal === 'admin.privacy.legalHold' ? null : it.refusal}
            onClick={() => decide.mutate({ id: it.id, approve: false })}
          >
            {t('admin.privacy.decline')}
          </ActionButton>
        </div>
      )}
      <ConfirmDialog
        opened={isSure}
        danger
        title={t('admin.privacy.approveTitle')}
        confirm={t('admin.privacy.approve')}
        busy={decide.isPending}
        error={decide.error}
        onConfirm={() => decide.mutate({ id: it.id, approve: true })}
        onClose={() => setSure(false)}
      >
        {t('admin.privacy.approveText')}
      </ConfirmDialog>
    </li>
  )
}
