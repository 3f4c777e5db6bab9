import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { pathOf, split } from '../../drafts/places/rules.ts'
import { useDesk } from './desk.ts'
import { FaultsAt } from './fields/FaultsAt.tsx'
import { BasicsPanel } from './panels/BasicsPanel.tsx'
import { FieldPanel } from './panels/FieldPanel.tsx'
import { ScalePanel } from './panels/ScalePanel.tsx'
import { SectionPanel } from './panels/SectionPanel.tsx'
import { StepPanel } from './panels/StepPanel.tsx'
import styles from './Designer.module.css'

/** What can be said about whatever is open. */
export function Properties() {
  const { t } = useTranslation()
  const { body, place } = useDesk()
  const [sort] = split(place)
  if (pathOf(body, place) === null) return <BasicsPanel />
  switch (sort) {
    case 'field':
      return <FieldPanel key={place} />
    case 'section':
      return <SectionPanel key={place} />
    case 'step':
      return <StepPanel key={place} />
    case 'scale':
      return <ScalePanel />
    case 'steps':
      return (
        <Card title={t('drafts.outline.steps')} className={styles.panel}>
          <FaultsAt path="steps" />
        </Card>
      )
    default:
      return <BasicsPanel />
  }
}
