import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import type { Workspace } from '../../contract.ts'
import { partWord, refresh } from '../form.ts'

type Closed = Workspace['closedParts'][number]

const tones = { notBegun: 'n', draft: 'p', submitted: 'd', skipped: 'w' } as const

/** The other's part while it is closed: how far it is, never a word of it. */
export function OtherPart({ talk, part }: { talk: Workspace; part: Closed }) {
  const { t } = useTranslation()
  const skip = useMutation(
    api.conversations.skipSelf.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.part.skipped') })
        void refresh(talk.id)
      },
    }),
  )
  const name = part.kind === 'self' ? talk.employee.name : (talk.manager?.name ?? '')
  const maySkip = part.kind === 'self' && talk.refusals.skipSelf === null
  return (
    <Card
      tone="sunken"
      title={t('conversations.part.of', { name, part: t(partWord(talk, part.kind)) })}
      note={<Tag kind={tones[part.state]}>{t(`conversations.part.state.${part.state}`)}</Tag>}
      action={
        maySkip && (
          <ActionButton busy={skip.isPending} onClick={() => skip.mutate({ id: talk.id })}>
            {t('conversations.part.skip')}
          </ActionButton>
        )
      }
    >
      <p className="mute">
        {t(
          part.state === 'skipped' ? 'conversations.part.skippedText' : 'conversations.part.closed',
        )}
      </p>
      {maySkip && <p className="small mute">{t('conversations.part.skipText', { name })}</p>}
      <ErrorNote error={skip.error} />
    </Card>
  )
}
