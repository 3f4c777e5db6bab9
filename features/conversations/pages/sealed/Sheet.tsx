import { useTranslation } from 'react-i18next'
import { SealMark } from '../../../../ui/SealMark.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Sealed } from '../../record/contract.ts'
import { inSight } from '../../../sealing/sight/rules.ts'
import { RecordBody } from '../sign/RecordSheet.tsx'
import styles from './Record.module.css'

/** The sheet of paper: title, words, signatures, and the vermilion seal over the corner. */
export function Sheet({ record }: { record: Sealed }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <article className={styles.sheet} aria-label={record.page.title}>
      <h2 className={styles.title}>{record.page.title}</h2>
      <p className={styles.meta}>{record.page.subtitle}</p>
      <RecordBody page={record.page} except={['signatures']} />
      <div className={styles.signing}>
        <div className={styles.signatures}>
          {record.signatures.map((one) => (
            <div key={`${one.role}${one.name}`}>
              <p className="mute">{t(`conversations.role.${one.role}`)}</p>
              <p className={styles.name}>{inSight(one.name)}</p>
              <p>
                {one.role === 'witness'
                  ? t('conversations.witness.did')
                  : t(`sealing.outcome.${one.outcome}`)}
              </p>
              {one.role === 'witness' && one.statement && (
                <p className="mute">{t('conversations.record.account')}</p>
              )}
              {one.statement && <blockquote>{inSight(one.statement)}</blockquote>}
              <p className="mute">{f.exact(one.at)}</p>
              <p className="mute">
                {one.recordedBy === null
                  ? [one.ip, t(`conversations.level.${one.level}`, { defaultValue: one.level })]
                      .filter(Boolean)
                      .join(' · ')
                  : one.recordedBy === ''
                    ? t('conversations.record.recordedBySystem')
                    : t('conversations.record.recordedBy', { name: one.recordedBy })}
              </p>
            </div>
          ))}
        </div>
        <div className={styles.seal}>
          <SealMark
            hash={record.mark.replaceAll(' ', '')}
            words={[t('conversations.record.seal.0'), t('conversations.record.seal.1')]}
            label={t('conversations.record.sealLabel')}
          />
        </div>
      </div>
      <div className={styles.foot}>
        <p>
          {t('conversations.record.hash')} SHA-256 {record.shownHash}
        </p>
        <p>
          {t('conversations.record.place', {
            index: f.count(record.leafIndex + 1),
            size: f.count(record.treeSize),
            when: f.exact(record.sealedAt),
          })}
        </p>
        <p>{t('conversations.record.proves')}</p>
      </div>
    </article>
  )
}
