import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { AttachmentView, PartKind, Workspace } from '../../contract.ts'
import { attach, fileAddress, refresh, writerOf } from '../form.ts'
import styles from './Materials.module.css'

/** What was added to the talk without belonging to one question: these lie under this key. */
const looseField = 'materials'

/** What the server takes. */
const accepted = '.pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.pptx,.txt,.csv'

/** Files and links of the conversation, each with who added it. */
export function Materials({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const part: PartKind = talk.talk.startedAt
    ? 'talk'
    : writerOf(talk) === 'employee'
      ? 'self'
      : 'manager'
  const isOpen = !talk.amending || part !== 'talk' || talk.refusals.writeTalk === null
  const mayAdd = isOpen && talk.refusals.attach === null
  const add = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) await attach(talk.id, part, looseField, file)
    },
    onSettled: () => refresh(talk.id),
  })
  if (!mayAdd && talk.attachments.length === 0) return null
  return (
    <Card
      title={t('conversations.materials.title')}
      note={mayAdd ? <WhoReads readers={talk.revealedAt ? 'pair' : 'pairLater'} /> : undefined}
    >
      <div className="stack">
        {talk.attachments.length > 0 && (
          <ul className={styles.list}>
            {talk.attachments.map((one) => (
              <One key={one.id} talk={talk} one={one} />
            ))}
          </ul>
        )}
        {mayAdd && (
          <>
            <FileDrop
              label={t('conversations.materials.add')}
              accept={accepted}
              multiple
              busy={add.isPending}
              maxBytes={20 * 1024 ** 2}
              onFiles={(files) => add.mutate(files)}
            />
            <ErrorNote error={add.error} />
            <AddLink talk={talk} part={part} />
          </>
        )}
      </div>
    </Card>
  )
}

function One({ talk, one }: { talk: Workspace; one: AttachmentView }) {
  const { t } = useTranslation()
  const f = useFormat()
  const restore = useMutation(
    api.conversations.restoreAttachment.mutationOptions({ onSuccess: () => void refresh(talk.id) }),
  )
  const remove = useMutation(
    api.conversations.removeAttachment.mutationOptions({
      onSuccess: () => {
        void refresh(talk.id)
        toast({
          text: t('conversations.materials.removed'),
          kind: 'info',
          undo: () => restore.mutate({ id: talk.id, attachmentId: one.id }),
        })
      },
    }),
  )
  const name = one.link ? one.label || one.link : (one.file?.name ?? one.label)
  return (
    <li>
      <span>
        {one.link ? (
          <a href={one.link} target="_blank" rel="noreferrer noopener">
            {name}
          </a>
        ) : one.state === 'ready' ? (
          <a href={fileAddress(one.id)}>{name}</a>
        ) : (
          <>
            {name}{' '}
            <Tag kind={one.state === 'held' ? 'w' : 'n'}>
              {t(`conversations.materials.state.${one.state}`)}
            </Tag>
          </>
        )}
        <span className={styles.note}>
          {[one.addedBy.name, one.file && f.bytes(one.file.size), f.near(one.addedAt)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {one.removeRefusal === null && (
        <button
          type="button"
          className={styles.remove}
          aria-label={t('conversations.materials.remove', { name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id: talk.id, attachmentId: one.id })}
        >
          ×
        </button>
      )}
    </li>
  )
}

function AddLink({ talk, part }: { talk: Workspace; part: PartKind }) {
  const { t } = useTranslation()
  const [link, setLink] = useState('')
  const [label, setLabel] = useState('')
  const add = useMutation(
    api.conversations.addLink.mutationOptions({
      onSuccess: () => {
        setLink('')
        setLabel('')
        void refresh(talk.id)
      },
    }),
  )
  return (
    <details className={styles.link}>
      <summary>{t('conversations.materials.link')}</summary>
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          add.mutate({
            id: talk.id,
            part,
            fieldKey: looseField,
            link: link.trim(),
            label: label.trim(),
          })
        )}
      >
        <TextInput
          label={t('conversations.materials.address')}
          type="url"
          required
          withAsterisk={false}
          placeholder="https://"
          value={link}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
        <TextInput
          label={t('conversations.materials.name')}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <ErrorNote error={add.error} />
        <div>
          <ActionButton type="submit" busy={add.isPending}>
            {t('conversations.materials.addLink')}
          </ActionButton>
        </div>
      </form>
    </details>
  )
}
