import { useTranslation } from 'react-i18next'
import { AutosaveText } from '../../../ui/AutosaveText.tsx'
import { Card } from '../../../ui/Card.tsx'
import { noteField, type Workspace } from '../contract.ts'
import { partOf, savingFor } from './form.ts'

/** A note for one's own eyes, before, during and after the talk. */
export function PrivateNote({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const answer = partOf(talk, 'privateNote')?.answers[noteField]
  const { procedure, input } = savingFor(talk.id, 'privateNote')
  if (talk.refusals.writeNote !== null)
    return answer?.value ? (
      <Card title={t('conversations.note.title')}>
        <p style={{ whiteSpace: 'pre-wrap' }}>{String(answer.value)}</p>
      </Card>
    ) : null
  return (
    <Card>
      <AutosaveText
        id={`${talk.id}.privateNote.${noteField}`}
        label={t('conversations.note.title')}
        readers="self"
        placeholder={t('conversations.note.hint')}
        value={(answer?.value as string | undefined) ?? ''}
        version={answer?.version ?? 0}
        procedure={procedure}
        rows={2}
        input={(text, version, clientId) => input(noteField, text, version, clientId)}
      />
    </Card>
  )
}
