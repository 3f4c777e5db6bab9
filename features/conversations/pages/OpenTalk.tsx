import { useState } from 'react'
import { Modal, Radio, Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { useText } from '../../templates/pages/useText.ts'

/** A talk outside any cycle: with whom, and along which questions. */
export function OpenTalk({ onClose, personId }: { onClose: () => void; personId?: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const navigate = useNavigate()
  const [clientId] = useState(() => crypto.randomUUID())
  const [employeeId, setEmployee] = useState<string | null>(personId ?? null)
  const [chosen, setChosen] = useState<string | null>(null)
  const { data, error } = useQuery(api.conversations.openable.queryOptions())
  const open = useMutation(
    api.conversations.open.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries({ queryKey: api.conversations.list.key() })
        void navigate({ to: '/conversations/$id', params: { id } })
      },
    }),
  )
  const templateId = chosen ?? data?.templates[0]?.id ?? null
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('conversations.open.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <ErrorNote error={error} />
      {!data && !error && <Pending />}
      {data && (
        <form
          className="stack"
          onSubmit={(event) => (
            event.preventDefault(),
            employeeId && templateId && open.mutate({ employeeId, templateId, clientId })
          )}
        >
          <p className="mute">{t('conversations.open.text')}</p>
          <Select
            label={t('conversations.open.with')}
            searchable
            required
            data-autofocus
            value={employeeId}
            onChange={setEmployee}
            nothingFoundMessage={t('conversations.open.nobody')}
            data={data.people.map((person) => ({
              value: person.id,
              label: `${person.name} · ${person.department}`,
            }))}
          />
          <Radio.Group
            label={t('conversations.open.template')}
            value={templateId}
            onChange={setChosen}
          >
            <div className="stack">
              {data.templates.map((template) => (
                <Radio
                  key={template.id}
                  value={template.id}
                  label={text(template.title)}
                  description={f.minutes(template.minutes)}
                />
              ))}
            </div>
          </Radio.Group>
          <ErrorNote error={open.error} />
          <div className="cluster">
            <ActionButton
              type="submit"
              kind="primary"
              busy={open.isPending}
              refusal={employeeId ? null : 'conversations.chooseSomebody'}
            >
              {t('conversations.open.start')}
            </ActionButton>
            <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
          </div>
        </form>
      )}
    </Modal>
  )
}
