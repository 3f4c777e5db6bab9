import { useTranslation } from 'react-i18next'
import { companyStages, type CompanyStage } from '../../kinds/contract.ts'
import { presets } from '../../presets/rules.ts'
import { scenarios } from '../../year/contract.ts'
import cycles from '../Cycles.module.css'

interface Props {
  busy: boolean
  onChoose: (stage: CompanyStage) => void
}

/** Three ways to begin: as light or as full as the company can carry. */
export function Presets({ busy, onChoose }: Props) {
  const { t } = useTranslation()
  const counts = (stage: CompanyStage) =>
    scenarios
      .map((scenario) => ({
        scenario,
        n: presets[stage].months.filter((each) => each === scenario).length,
      }))
      .filter(({ n }) => n > 0)
      .map(({ scenario, n }) =>
        t('cycles.year.presets.times', { what: t(`cycles.year.scenarios.${scenario}`), n }),
      )
      .join(t('cycles.year.presets.and'))
  return (
    <ul className={cycles.kinds}>
      {companyStages.map((stage) => (
        <li key={stage}>
          <button
            type="button"
            className={cycles.kind}
            disabled={busy}
            onClick={() => onChoose(stage)}
          >
            <strong>{t(`cycles.year.presets.${stage}.name`)}</strong>
            <span className="small">{t(`cycles.year.presets.${stage}.what`)}</span>
            <span className="mute small">{counts(stage)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
