import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api, client } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'
import type { Erasure } from '../contract.ts'
import { useDone } from './useDone.ts'

const tones = { asked: 'w', declined: 'n', approved: 'p', erased: 'd' } as const

/** One erasure: its basis, where it stands, and the second person's yes or no. */
export function ErasureRow({ it }: { it: Erasure }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isSure, setSure] = useState(false)
  const done = useDone(() => setSure(false))
  const decline = useMutation(
    api.admin.privacy.decideErasure.mutationOptions({
      onSuccess: () => done(t('admin.privacy.notApproved')),
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
            busy={decline.isPending}
            onClick={() => decline.mutate({ id: it.id, approve: false })}
          >
            {t('admin.privacy.decline')}
          </ActionButton>
        </div>
      )}
      <ErrorNote error={decline.error} />
      {isSure && (
        <StepUp
          danger
          title={t('admin.privacy.approveTitle')}
          text={t('admin.privacy.approveText')}
          confirm={t('admin.privacy.approve')}
          act={() => client.admin.privacy.decideErasure({ id: it.id, approve: true })}
          onDone={() => done(t('admin.privacy.approved'))}
          onClose={() => setSure(false)}
        />
      )}
    </li>
  )
}
