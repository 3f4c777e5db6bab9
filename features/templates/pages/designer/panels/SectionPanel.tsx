import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import { Card } from '../../../../../ui/Card.tsx'
import { parts, type Part, type Section } from '../../../contract.ts'
import { inPart, sectionBy, valueAt, withoutSection } from '../../../drafts/editing/rules.ts'
import { controlOf, pathOf, split } from '../../../drafts/places/rules.ts'
import { useDesk } from '../desk.ts'
import { FaultsAt } from '../fields/FaultsAt.tsx'
import { StageChoice } from '../fields/StageChoice.tsx'
import { Words } from '../fields/Words.tsx'
import styles from '../Designer.module.css'

/** A section: its words, whose part of the talk it is, and the stage of the flow it waits for. */
export function SectionPanel() {
  const { t } = useTranslation()
  const { body, change, place, show } = useDesk()
  const path = pathOf(body, place)
  if (path === null) return null
  const section = valueAt(body, path) as Section
  const [, key] = split(place)
  const isJoint = section.part === 'talk' || section.part === 'agreement'
  return (
    <Card title={t('drafts.section.title')} className={styles.panel}>
      <div className="stack">
        <FaultsAt path={path} />
        <FaultsAt path={`${path}.key`} />
        <Words path={`${path}.label`} label={t('drafts.section.label')} />
        <Words path={`${path}.intro`} label={t('drafts.section.intro')} isLong isOptional />
        <Select
          id={controlOf(`${path}.part`)}
          label={t('drafts.section.part')}
          description={t(`drafts.partNote.${section.part}`)}
          data={parts.map((part) => ({ value: part, label: t(`drafts.part.${part}`) }))}
          value={section.part}
          allowDeselect={false}
          onChange={(part) => part && change(inPart(body, key, part as Part))}
        />
        {isJoint && <StageChoice path={`${path}.stage`} value={section.stage} />}
        <div className="cluster">
          <ActionButton size="xs" onClick={() => change(sectionBy(body, key, -1))}>
            {t('drafts.field.up')}
          </ActionButton>
          <ActionButton size="xs" onClick={() => change(sectionBy(body, key, 1))}>
            {t('drafts.field.down')}
          </ActionButton>
          <ActionButton
            size="xs"
            onClick={() => {
              change(withoutSection(body, key))
              show('basics')
            }}
          >
            {t('drafts.section.remove', { n: section.fields.length })}
          </ActionButton>
        </div>
      </div>
    </Card>
  )
}
