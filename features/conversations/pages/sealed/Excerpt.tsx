import { useState } from 'react'
import { Checkbox } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import type { JsonObject } from '../../../sealing/canonical/rules.ts'
import { choicesIn, leaveOut, placesOf, type Choice } from '../../record/export/redaction/rules.ts'
import { recordPage } from '../../record/page/rules.ts'
import { RecordBody } from '../sign/RecordSheet.tsx'
import styles from './Excerpt.module.css'

interface Props {
  opened: boolean
  document: JsonObject
  /** The download's address for what is left out. */
  hrefOf: (what: 'record-pdf' | 'record-evidence', without: string[]) => string
  onClose: () => void
}

/** 节录: whoever may export chooses what stays out, sees what remains, and takes it along. */
export function Excerpt(props: Props) {
  const { t } = useTranslation()
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      size="xl"
      title={t('conversations.excerpt.title')}
    >
      <Chooser {...props} />
    </Dialog>
  )
}

function Chooser({ document, hrefOf, onClose }: Props) {
  const { t } = useTranslation()
  const [left, setLeft] = useState<string[]>([])
  const choices = choicesIn(document)
  const page = recordPage(leaveOut(document, new Set(left)), placesOf(document, left))
  const captions = Map.groupBy(choices, (choice) => captionOf(choice, t))
  const refusal =
    left.length === 0
      ? 'conversations.nothingLeftOut'
      : left.length === choices.length
        ? 'conversations.everythingLeftOut'
        : null
  const take = (what: 'record-pdf' | 'record-evidence') => location.assign(hrefOf(what, left))
  return (
    <div className="stack">
      <p className="mute">{t('conversations.excerpt.lead')}</p>
      <Checkbox.Group
        label={t('conversations.excerpt.leaveOut')}
        value={left}
        onChange={setLeft}
        className={styles.choices}
      >
        {[...captions].map(([caption, parts]) => (
          <fieldset key={caption} className={styles.group}>
            <legend>{caption}</legend>
            {parts.map((part) => (
              <Checkbox
                key={part.path}
                value={part.path}
                // Names are the record's own, in the language it was written in.
                label={part.label ? <span lang={page.locale}>{part.label}</span> : unnamed(part, t)}
              />
            ))}
          </fieldset>
        ))}
      </Checkbox.Group>
      <section aria-label={t('conversations.excerpt.preview')}>
        <h3>{t('conversations.excerpt.preview')}</h3>
        <p className="small mute" aria-live="polite">
          {t('conversations.excerpt.counted', { count: left.length, of: choices.length })}
        </p>
        {/* Focusable, so that a keyboard can scroll it. */}
        <div
          className={styles.preview}
          tabIndex={0}
          role="region"
          aria-label={t('conversations.excerpt.preview')}
        >
          <RecordBody page={page} />
        </div>
      </section>
      <p className="small mute">{t('conversations.excerpt.note')}</p>
      <div className={styles.buttons}>
        <ActionButton onClick={onClose}>{t('conversations.excerpt.cancel')}</ActionButton>
        <ActionButton refusal={refusal} onClick={() => take('record-evidence')}>
          {t('conversations.excerpt.json')}
        </ActionButton>
        <ActionButton kind="primary" refusal={refusal} onClick={() => take('record-pdf')}>
          {t('conversations.excerpt.pdf')}
        </ActionButton>
      </div>
    </div>
  )
}

/** What stands above some choices: for what was filled in, whose words they are. */
function captionOf({ group, part, voice }: Choice, t: TFunction): string {
  const caption = part
    ? t(`conversations.excerpt.part.${part}`, {
        defaultValue: t(`conversations.excerpt.group.${group}`),
      })
    : t(`conversations.excerpt.group.${group}`)
  // What one wrote alone is told by its part; in a part of both, by who it was.
  const isShared = part !== 'self' && part !== 'manager'
  return voice && isShared ? `${caption} · ${t(`conversations.voice.${voice}`)}` : caption
}

const unnamed = ({ group, path }: Choice, t: TFunction) =>
  t(`conversations.excerpt.unnamed.${group}`, { n: Number(path.split('/')[1] ?? 0) + 1 })
