import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { CompanyStage } from '../../kinds/contract.ts'
import type { reviewDecisions, YearFacts } from '../../mechanism/contract.ts'
import { Facts } from './Facts.tsx'

interface Decided {
  id: string
  year: number
  decision: (typeof reviewDecisions)[number]
  preset: CompanyStage | null
  note: string
  facts: YearFacts | null
  by: string
  at: Date
}

/** What was decided about the mechanism, the newest first; nothing of it is ever changed. */
export function Decisions({ decisions }: { decisions: readonly Decided[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <Card title={t('cycles.mechanism.decided')} note={t('cycles.mechanism.decidedNote')}>
      {decisions.length === 0 ? (
        <EmptyState text={t('cycles.mechanism.noneDecided')} />
      ) : (
        <div className="stack">
          {decisions.map(({ id, year, decision, preset, note, facts, by, at }) => (
            <section key={id} aria-label={t('cycles.mechanism.ofYear', { year })}>
              <h3>
                {t('cycles.mechanism.ofYear', { year })}
                {' · '}
                {t(`cycles.mechanism.decisions.${decision}.name`)}
                {preset && ` · ${t(`cycles.year.presets.${preset}.name`)}`}
              </h3>
              <p className="small mute">{t('cycles.mechanism.by', { name: by, day: f.day(at) })}</p>
              <p className="measure" style={{ whiteSpace: 'pre-wrap' }}>
                {note}
              </p>
              {facts && (
                <details>
                  <summary>{t('cycles.mechanism.then')}</summary>
                  <Facts facts={facts} />
                </details>
              )}
            </section>
          ))}
        </div>
      )}
    </Card>
  )
}
