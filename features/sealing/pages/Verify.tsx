import { useRef, useState } from 'react'
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { SealMark } from '../../../ui/SealMark.tsx'
import { readKey } from '../note/rules.ts'
import { textFor, titleFor, verify } from '../verifier/rules.ts'
import type { Verification } from '../verifier/findings/rules.ts'
import { sentenceOf } from '../verifier/words/rules.ts'
import { FactList } from './FactList.tsx'
import styles from './Verify.module.css'

const MAX_BYTES = 50_000_000
const MARKS = { true: '✓', false: '✗', null: '?' }

/** Judges a sealed file in the browser; nothing is sent anywhere. */
export function Verify() {
  const { t } = useTranslation()
  const [key, setKey] = useState('')
  const [answer, setAnswer] = useState<{ name: string; verification: Verification } | null>(null)
  const [isUnreadable, setUnreadable] = useState(false)
  const card = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  // A file that took longer must not put its verdict over that of the next.
  const chosen = useRef(0)

  const trusted = key.trim()
  // A slip of the pen must not accuse a file.
  const isBroken = trusted !== '' && readKey(trusted) === null

  const clear = () => {
    chosen.current++
    setAnswer(null)
    setUnreadable(false)
  }

  const judge = async (file: File) => {
    if (isBroken) return field.current?.focus()
    const at = chosen.current
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      const verification = await verify(bytes, trusted ? { trustedKeys: [trusted] } : {})
      if (at !== chosen.current) return
      setAnswer({ name: file.name, verification })
      requestAnimationFrame(() => card.current?.focus())
    } catch {
      if (at === chosen.current) setUnreadable(true)
    }
  }

  return (
    <div className="stack">
      <PageHeader title={t('sealing.verify.title')} sub={t('sealing.verify.lead')} />
      <FileDrop
        label={t(answer ? 'sealing.verify.again' : 'sealing.verify.pick')}
        accept=".json,.pdf,.tlog-proof,.checkpoint,.txt"
        maxBytes={MAX_BYTES}
        onChoose={clear}
        onFiles={([file]) => file && void judge(file)}
      />
      {isUnreadable && (
        <p role="alert" className={styles.trouble}>
          {t('sealing.verify.unreadable')}
        </p>
      )}
      <TextInput
        label={t('sealing.verify.keyLabel')}
        ref={field}
        description={t('sealing.verify.keyHint')}
        error={isBroken && t('sealing.verify.keyBroken')}
        autoComplete="off"
        spellCheck={false}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      {answer && (
        <div ref={card} tabIndex={-1} className={styles.focus} aria-live="polite">
          <Answer {...answer} />
        </div>
      )}
      <p>
        <a href="/verify.html" download="cuxi-verify.html">
          {t('sealing.verify.offline')}
        </a>{' '}
        <span className="mute small">{t('sealing.verify.offlineHint')}</span>
      </p>
      <Limits />
    </div>
  )
}

function Answer({ name, verification }: { name: string; verification: Verification }) {
  const { t, i18n } = useTranslation()
  const { verdict, findings, notChecked, facts } = verification
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Card className={styles.answer}>
      <div className={styles.head} data-verdict={verdict}>
        <div>
          <p className="small mute">{name}</p>
          <h2 className={styles.verdict}>{t(`sealing.verdict.${titleFor(verification)}`)}</h2>
          <p>{t(`sealing.verdictText.${textFor(verification)}`)}</p>
        </div>
        {/* Only on what is intact: the mark must not lend its weight to anything else. */}
        {verdict === 'intact' && facts && (
          <SealMark
            hash={facts.commit}
            words={[t('sealing.fact.markAbove'), t('sealing.fact.markBelow')]}
            label={t('sealing.fact.mark')}
          />
        )}
      </div>
      <h3>{t('sealing.verify.checked')}</h3>
      <ul className={styles.findings}>
        {findings.map((finding, at) => (
          <li key={`${finding.part}${at}`} data-ok={`${finding.ok}`}>
            <span className={styles.mark} aria-hidden>
              {MARKS[`${finding.ok}`]}
            </span>
            {sentenceOf(finding, i18n.language, zone, t)}
          </li>
        ))}
      </ul>
      {facts && <FactList facts={facts} />}
      {notChecked.length > 0 && <h3>{t('sealing.notCheckedTitle')}</h3>}
      <ul className={styles.plain}>
        {notChecked.map((what) => (
          <li key={what}>{t(`sealing.notChecked.${what}`)}</li>
        ))}
      </ul>
    </Card>
  )
}

/** What each layer of protection is worth, and against whom. */
function Limits() {
  const { t } = useTranslation()
  return (
    <Card title={t('sealing.verify.limitsTitle')} tone="sunken">
      <ul className={styles.plain}>
        {(['app', 'log', 'receipt', 'witness'] as const).map((layer) => (
          <li key={layer}>{t(`sealing.verify.limits.${layer}`)}</li>
        ))}
      </ul>
    </Card>
  )
}
