import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { letGo } from '../../../../ui/useKept.ts'
import type { DataHold } from '../contract.ts'
import { useDone } from './useDone.ts'
import { Written } from './Written.tsx'

/** One record that is held or restricted, and how it ends. */
export function HoldRow({ it }: { it: DataHold }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isLifting, setLifting] = useState(false)
  const close = () => setLifting(false)
  const done = useDone(close)
  const keptAs = `lift.${it.id}`
  const lift = useMutation(
    api.admin.privacy.lift.mutationOptions({
      onSuccess: () => {
        letGo(keptAs)
        return done(t('admin.privacy.lifted'))
      },
    }),
  )
  return (
    <li className="stack">
      <p>
        <b>
          {t('admin.privacy.ofRecord', { name: it.employee.name, title: it.conversation.title })}
        </b>{' '}
        <Tag kind="w">{t(`admin.privacy.hold.${it.kind}`)}</Tag>
      </p>
      <p>{it.reason}</p>
      <p className="small mute">
        {t('admin.privacy.setBy', { name: it.setBy.name, when: f.dayTime(it.setAt) })}
      </p>
      <div>
        <ActionButton refusal={it.refusal} onClick={() => setLifting(true)}>
          {t('admin.privacy.lift')}
        </ActionButton>
      </div>
      {isLifting && (
        <Written
          keptAs={keptAs}
          title={t('admin.privacy.lift')}
          label={t('admin.privacy.reason')}
          busy={lift.isPending}
          error={lift.error}
          onClose={close}
          sends={[
            { verb: t('admin.privacy.lift'), send: (reason) => lift.mutate({ id: it.id, reason }) },
          ]}
        />
      )}
    </li>
  )
}
