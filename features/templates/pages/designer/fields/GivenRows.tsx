import { useTranslation } from 'react-i18next'
import type { Column, Field } from '../../../contract.ts'
import { useText } from '../../useText.ts'
import { Figure } from './Figure.tsx'
import { Items } from './Items.tsx'
import { Words } from './Words.tsx'
import styles from '../Designer.module.css'

const canBeGiven = ({ type }: Column) => type === 'text' || type === 'number'

/** Rows a table begins with: what stands in their words and figures stays, the other cells are written. */
export function GivenRows({ path, field }: { path: string; field: Field }) {
  const { t } = useTranslation()
  const text = useText()
  const columns = (field.columns ?? []).filter(canBeGiven)
  if (columns.length === 0) return null
  return (
    <fieldset className={styles.words}>
      <legend>{t('drafts.given.title')}</legend>
      <p className="small mute">{t('drafts.given.note')}</p>
      <Items<NonNullable<Field['given']>[number]>
        path={path}
        nameOf={(n) => t('drafts.given.one', { n })}
        add={t('drafts.given.add')}
        fresh={() => ({})}
        isOptional
      >
        {(own) =>
          columns.map((column) => {
            const label = text(column.label) || t('drafts.unnamed')
            return column.type === 'text' ? (
              <Words key={column.key} path={`${own}.${column.key}`} label={label} isOptional />
            ) : (
              <Figure key={column.key} path={`${own}.${column.key}`} label={label} isOptional />
            )
          })
        }
      </Items>
    </fieldset>
  )
}
