import { useTranslation } from 'react-i18next'
import type { Field, TableRow } from '../../contract.ts'
import { gridOf } from '../../grid/rules.ts'
import { useText } from '../useText.ts'
import { CellWords, Rounding } from './TableEditor.tsx'
import styles from './View.module.css'

/** A table to be read, with its totals and how its figures were rounded. */
export function TableView({ field, value }: { field: Field; value: TableRow[] }) {
  const { t } = useTranslation()
  const text = useText()
  const { columns, rows, totals } = gridOf(field, value)
  return (
    <>
      <div className="sideways" role="region" aria-label={text(field.label)} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col">
                  {text(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells }) => (
              <tr key={id}>
                {columns.map((column) => (
                  <td key={column.key}>
                    <CellWords column={column} cell={cells[column.key]} columns={columns} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {totals && (
            <tfoot>
              <tr>
                {columns.map((column, at) => (
                  <td key={column.key}>
                    {column.total ? (
                      <CellWords column={column} cell={totals[column.key]} columns={columns} />
                    ) : (
                      at === 0 && <b>{t('templates.form.total')}</b>
                    )}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <Rounding columns={columns} />
    </>
  )
}
