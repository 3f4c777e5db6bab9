import { useTranslation } from 'react-i18next'
import { Card } from '../../../../../ui/Card.tsx'
import { noText } from '../../../drafts/editing/rules.ts'
import { FaultsAt } from '../fields/FaultsAt.tsx'
import { Items } from '../fields/Items.tsx'
import { Words } from '../fields/Words.tsx'
import styles from '../Designer.module.css'

/** The template's name, what it is for, and the agenda one books a talk with. */
export function BasicsPanel() {
  const { t } = useTranslation()
  return (
    <Card title={t('drafts.outline.basics')} className={styles.panel}>
      <div className="stack">
        <FaultsAt path="" />
        <FaultsAt path="sections" />
        <Words path="title" label={t('drafts.basics.title')} />
        <Words path="purpose" label={t('drafts.basics.purpose')} isLong />
        <fieldset className={styles.words}>
          <legend>{t('drafts.basics.agenda')}</legend>
          <Items
            path="agenda"
            nameOf={(n) => t('drafts.basics.point', { n })}
            add={t('drafts.basics.addPoint')}
            fresh={() => noText}
          >
            {(path) => <Words path={path} label={t('drafts.basics.pointWords')} />}
          </Items>
        </fieldset>
      </div>
    </Card>
  )
}
