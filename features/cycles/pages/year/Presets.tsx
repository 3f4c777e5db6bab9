import { useTranslation } from 'react-i18next'
import { Choices } from '../../../../ui/Choices.tsx'
import { companyStages, type CompanyStage } from '../../kinds/contract.ts'
import { presets } from '../../presets/rules.ts'
import { scenarios } from '../../year/contract.ts'

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
    <Choices
      label={t('cycles.year.talks')}
      disabled={busy}
      choices={companyStages.map((stage) => ({
        key: stage,
        name: t(`cycles.year.presets.${stage}.name`),
        what: t(`cycles.year.presets.${stage}.what`),
        note: counts(stage),
      }))}
      onChoose={onChoose}
    />
  )
}
