import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat, Zone } from '../../../../ui/useFormat.ts'
import { sentenceOf } from '../../../sealing/verifier/words/rules.ts'
import type { Sealed } from '../../record/contract.ts'
import styles from './Record.module.css'

const tones = { intact: 'd', tampered: 's', unknown: 'w' } as const

/** What was checked just now, what nobody can check, the numbers behind it, and who has opened the record. */
export function Proof({ record }: { record: Sealed }) {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const zone = useContext(Zone)
  const { verdict, findings, notChecked } = record.verification
  return (
    <div className="stack">
      <Card
        title={t('conversations.record.checked')}
        note={<Tag kind={tones[verdict]}>{t(`sealing.verdict.${verdict}`)}</Tag>}
      >
        <ul className={styles.findings}>
          {findings.map((one, at) => (
            <li key={`${one.key}${at}`} data-ok={one.ok === null ? 'unknown' : one.ok}>
              {sentenceOf(one, i18n.language, zone, t)}
            </li>
          ))}
        </ul>
        <details className={styles.more}>
          <summary>{t('sealing.notCheckedTitle')}</summary>
          <ul>
            {notChecked.map((key) => (
              <li key={key}>{t(`sealing.notChecked.${key}`)}</li>
            ))}
          </ul>
        </details>
        <div>
          <ActionButton kind="quiet" to="/checkpoints">
            {t('sealing.checkpoints.title')}
          </ActionButton>
        </div>
        <details className={styles.more}>
          <summary>{t('conversations.record.numbers')}</summary>
          <dl className={styles.numbers}>
            <dt>{t('sealing.fact.mark')}</dt>
            <dd>{record.mark}</dd>
            <dt>{t('conversations.record.commit')}</dt>
            <dd>{record.commit}</dd>
            <dt>{t('sealing.fact.place')}</dt>
            <dd>
              {t('sealing.fact.placeValue', { index: record.leafIndex + 1, size: record.treeSize })}
            </dd>
            <dt>{t('sealing.fact.log')}</dt>
            <dd>{record.origin}</dd>
            <dt>{t('sealing.fact.key')}</dt>
            <dd>{record.keyId}</dd>
            <dt>{t('sealing.fact.version')}</dt>
            <dd>{record.version}</dd>
          </dl>
        </details>
      </Card>
      {record.readings.length > 0 && (
        <Card
          title={t('conversations.record.readings')}
          note={t('conversations.record.readingsNote')}
        >
          <ul>
            {record.readings.map((one, at) => (
              <li key={`${one.name}${at}`} className="row">
                <span>
                  {one.name}{' '}
                  <span className="small mute">{t(`admin.access.kind.${one.kind}`)}</span>{' '}
                  {one.purpose && (
                    <Tag kind="i">
                      {t('admin.access.purpose', {
                        purpose: t(`insights.decision.purpose.${one.purpose}`),
                      })}
                    </Tag>
                  )}
                  {one.reason && <span className="small">{` · ${one.reason}`}</span>}
                  {one.relation === 'caseHandler' && (
                    <span className="small">{` · ${t('conversations.appeals.toDecide')}`}</span>
                  )}
                  {one.approvedBy && (
                    <span className="small mute">
                      {` · ${t('admin.access.approved', { name: one.approvedBy })}`}
                    </span>
                  )}
                </span>
                <span className="end small mute">{f.dayTime(one.at)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}
