import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Tag, type TagKind } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { PastTalk, Said } from '../../history/contract.ts'
import styles from './History.module.css'

const tones: Record<NonNullable<PastTalk['agreed'][number]['state']>, TagKind> = {
  open: 'p',
  late: 'w',
  done: 'd',
  notDone: 'n',
}

/** One sealed talk as it lies beside others: strengths, gaps, what was agreed and what became of it. */
export function TalkCard({ talk, children }: { talk: PastTalk; children?: ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const known = talk.agreed.filter(({ state }) => state !== null)
  return (
    <article className={styles.talk}>
      <header>
        <h2>{talk.cycle ?? talk.title}</h2>
        <p className="small mute">
          {[
            talk.cycle && talk.title !== talk.cycle && talk.title,
            talk.manager && t('insights.history.with', { name: talk.manager }),
            t('insights.history.sealedOn', { day: f.day(talk.sealedAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="cluster small">
          <span className={styles.mark}>{talk.mark}</span>
          {talk.openCase && <Tag kind="w">{t('insights.history.openCase')}</Tag>}
          {talk.amending && <Tag kind="w">{t('insights.history.amending')}</Tag>}
          <Link to="/conversations/$id/record" params={{ id: talk.id }}>
            {t('insights.history.record')}
          </Link>
        </p>
      </header>
      <Told title={t('insights.history.strengths')} said={talk.strengths} />
      <Told title={t('insights.history.gaps')} said={talk.gaps} />
      <section>
        <h3>{t('insights.history.agreed')}</h3>
        {talk.agreed.length === 0 ? (
          <p className="mute">{t('insights.history.nothing')}</p>
        ) : (
          <>
            <p className="small mute">
              {known.length > 0
                ? t('insights.history.kept', {
                    done: talk.agreed.filter(({ state }) => state === 'done').length,
                    all: known.length,
                  })
                : t('insights.history.agreedCount', { all: talk.agreed.length })}
            </p>
            <ul>
              {talk.agreed.map(({ what, dueOn, state }, at) => (
                <li key={at}>
                  {what}{' '}
                  {state ? (
                    <Tag kind={tones[state]}>{t(`commitments.state.${state}`)}</Tag>
                  ) : (
                    dueOn && <span className="small mute">{f.day(dueOn)}</span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      {children}
    </article>
  )
}

/** What was written to some questions, each with its own words above. */
export function Told({ title, said }: { title: string; said: Said[] }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{title}</h3>
      {said.length === 0 && <p className="mute">{t('insights.history.nothing')}</p>}
      {said.map(({ label, voice, lines }, at) => (
        <div key={at} className={styles.said}>
          <p className="small mute">
            {label}
            {(voice === 'employee' || voice === 'manager') &&
              ` · ${t(`conversations.voice.${voice}`)}`}
          </p>
          <ul>
            {lines.map((line, n) => (
              <li key={n}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
