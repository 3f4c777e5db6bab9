import { useState } from 'react'
import { Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { copy } from '../../../../ui/copy.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Person } from '../../contract.ts'
import styles from '../Org.module.css'

/** A link that lets one person in once; it is shown here and nowhere else. */
export function Invite({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const cache = useQueryClient()
  const [copied, setCopied] = useState(false)
  const make = useMutation({
    ...api.org.invite.mutationOptions(),
    onSuccess: () =>
      void cache.invalidateQueries({ queryKey: api.org.person.key({ input: { id: person.id } }) }),
  })
  const address = make.data && `${location.origin}/invite/${make.data.token}`
  const take = () => address && void copy(address).then(() => setCopied(true))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('org.invite.title', { name: person.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className="stack">
        <p>{t(person.hasAccount ? 'org.invite.again' : 'org.invite.text')}</p>
        {address && make.data ? (
          <>
            <div className={styles['link-box']}>
              <TextInput
                label={t('org.invite.link')}
                value={address}
                readOnly
                onFocus={(event) => event.currentTarget.select()}
              />
              <ActionButton kind="primary" onClick={take}>
                {t(copied ? 'org.import.copied' : 'org.import.copyLink')}
              </ActionButton>
            </div>
            <p className="small mute">
              {t('org.invite.until', { until: f.dayTime(make.data.expiresAt) })}
            </p>
          </>
        ) : (
          <div className="cluster">
            <ActionButton
              kind="primary"
              busy={make.isPending}
              onClick={() => make.mutate({ id: person.id })}
            >
              {t('org.invite.make')}
            </ActionButton>
            <ActionButton
              refusal={person.refusals.inviteByMail}
              busy={make.isPending}
              onClick={() => make.mutate({ id: person.id, byMail: true })}
            >
              {t('org.invite.byMail')}
            </ActionButton>
            <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
          </div>
        )}
        <ErrorNote error={make.error} />
      </div>
    </Modal>
  )
}
