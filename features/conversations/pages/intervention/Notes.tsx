import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useKept } from '../../../../ui/useKept.ts'
import styles from '../cases/Cases.module.css'
import { useDone } from './useDone.ts'

/** 案情记录: what HR writes down while working on a case; every look is listed below. */
export function Notes({ id, isOpen }: { id: string; isOpen: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [words, setWords, forget] = useKept(`caseNote.${id}`, '')
  const [clientId, setClientId] = useState(() => crypto.randomUUID())
  const done = useDone()
  const { data, error, refetch } = useQuery(
    api.conversations.intervention.notes.list.queryOptions({ input: { id } }),
  )
  const add = useMutation(
    api.conversations.intervention.notes.add.mutationOptions({
      onSuccess: async () => {
        setWords('')
        forget()
        setClientId(crypto.randomUUID())
        await done(t('intervention.notes.added'))
      },
    }),
  )
  const lacking = words.trim() ? null : 'intervention.writeNote'
  return (
    <Card title={t('intervention.notes.title')}>
      <div className="stack">
        <p className="small mute">{t('intervention.notes.note')}</p>
        {isOpen && (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault()
              if (!lacking) add.mutate({ id, words, clientId })
            }}
          >
            <Textarea
              label={t('intervention.notes.write')}
              description={t('intervention.notes.writeHelp')}
              autosize
              minRows={3}
              maxLength={10_000}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <WhoReads readers={{ text: t('intervention.notes.readers') }} />
            <ErrorNote error={add.error} />
            <div>
              <ActionButton type="submit" busy={add.isPending} refusal={lacking}>
                {t('intervention.notes.add')}
              </ActionButton>
            </div>
          </form>
        )}
        <ErrorNote error={error} onRetry={() => void refetch()} />
        {data?.notes.length === 0 && <p className="mute">{t('intervention.notes.none')}</p>}
        {data?.notes.map((note) => (
          <div key={note.id}>
            <p className={styles.words}>{note.words}</p>
            <p className="small mute">
              {t('intervention.notes.by', {
                name: note.author.name,
                when: f.dayTime(note.writtenAt),
              })}
            </p>
          </div>
        ))}
        {data && data.readers.length > 0 && (
          <details>
            <summary>{t('intervention.notes.readBy')}</summary>
            <ul className="small mute">
              {data.readers.map(({ person, at }) => (
                <li key={`${person.id}${at.getTime()}`}>
                  {t('intervention.notes.by', { name: person.name, when: f.dayTime(at) })}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  )
}
