import { useEffect, useState } from 'react'
import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { copy } from '../../../../ui/copy.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { keptUnder, letGo } from '../../../../ui/useKept.ts'
import type { Workspace } from '../../contract.ts'
import { doneWith, togetherWith, unsentOf, type Unsent } from './unsent.ts'

/** What was written beside the page when it went on without this window: in sight, to be copied, until it is let go. */
export function UnsentWords({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [, lookAgain] = useState(0)
  const unsent = unsentOf(talk, keptUnder(`${talk.id}.`))
  useEffect(() => doneWith(talk, keptUnder(`${talk.id}.`)).forEach(letGo), [talk])
  const drop = ({ id }: Unsent) => {
    const keepAgain = togetherWith(id).map(letGo)
    const show = () => lookAgain((times) => times + 1)
    show()
    toast({
      text: t('conversations.unsent.dropped'),
      undo: () => (keepAgain.forEach((keep) => keep()), show()),
    })
  }
  if (unsent.length === 0) return null
  return (
    <Card
      tone="waiting"
      title={t('conversations.unsent.title')}
      note={t('conversations.unsent.note')}
    >
      <div className="stack measure">
        {unsent.map((one) => (
          <One key={one.id} talk={talk} unsent={one} onDrop={() => drop(one)} />
        ))}
      </div>
    </Card>
  )
}

function One({
  talk,
  unsent: { writtenIn, words, chosen, fate },
  onDrop,
}: {
  talk: Workspace
  unsent: Unsent
  onDrop: () => void
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isCopied, setCopied] = useState(false)
  const { signatures, refusalNote: note } = talk.signing
  const mine = signatures.find(({ role }) => role === talk.relation)
  const outcome = fate === 'signed' ? mine?.outcome : talk.outcome
  const at = fate === 'signed' ? mine?.at : fate === 'noted' ? note?.notedAt : talk.sealedAt
  return (
    <div className="stack">
      <p role="alert">
        {t(`conversations.unsent.fate.${fate}`, {
          outcome: outcome ? t(`conversations.outcome.${outcome}`) : '',
          when: at ? f.dayTime(at) : '',
          name: note?.notedBy.name ?? '',
        })}
        {chosen &&
          chosen !== outcome &&
          t('conversations.unsent.chosen', { outcome: t(`conversations.outcome.${chosen}`) })}
      </p>
      <Textarea
        label={t(`conversations.unsent.words.${writtenIn}`)}
        readOnly
        autosize
        minRows={2}
        maxRows={12}
        value={words}
      />
      <div className="cluster">
        <ActionButton kind="primary" onClick={() => void copy(words).then(() => setCopied(true))}>
          {t(isCopied ? 'conversations.unsent.copied' : 'conversations.unsent.copy')}
        </ActionButton>
        <ActionButton kind="quiet" onClick={onDrop}>
          {t('conversations.unsent.drop')}
        </ActionButton>
      </div>
      {talk.relation === 'employee' && (
        <p className="small mute">{t('conversations.unsent.after')}</p>
      )}
    </div>
  )
}
