import { NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { cellLimit, listLimit } from '../../answers/rules.ts'
import type { Column, Field, TableRow } from '../../contract.ts'
import { gridOf, type Cell, type Grid, type GridRow } from '../../grid/rules.ts'
import { useText } from '../useText.ts'
import type { EditorProps } from './facts.ts'
import { ItemList, type FirstControl } from './ItemList.tsx'
import { Line } from './Line.tsx'
import { useTrouble } from './said.ts'
import styles from './Form.module.css'
import own from './Table.module.css'

/** Rows of typed places; what is computed and totalled follows while one writes. */
export function TableEditor({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<TableRow[]>) {
  const { t } = useTranslation()
  const grid = gridOf(field, value)
  const byId = new Map(grid.rows.map((row) => [row.id, row]))
  const written = new Map(value.map((row) => [row.id, row]))
  const rows = grid.rows.map(({ id }) => written.get(id) ?? { id, cells: {} })
  const given = grid.rows.filter(({ isGiven }) => isGiven).length
  return (
    <>
      <ItemList<TableRow>
        items={rows}
        onChange={onChange}
        fresh={() => ({ cells: {} })}
        fixed={given}
        max={Math.min(field.max ?? listLimit, listLimit)}
        disabled={disabled}
        labelledBy={labelledBy}
        addLabel={t('templates.form.addRow')}
      >
        {(row, edit, first) => (
          <Row
            grid={byId.get(row.id)}
            columns={grid.columns}
            field={field}
            disabled={disabled}
            first={first}
            onCell={(key, cell) => edit({ cells: { ...row.cells, [key]: cell } })}
          />
        )}
      </ItemList>
      <Totals grid={grid} />
      <Rounding columns={grid.columns} />
    </>
  )
}

interface RowProps {
  grid: GridRow | undefined
  columns: Column[]
  field: Field
  disabled: boolean
  first: FirstControl
  onCell: (key: string, value: string | number | null) => void
}

/** What is given reads as the row's heading, what is asked as its controls, what is computed as figures. */
function Row({ grid, columns, disabled, first, onCell }: RowProps) {
  const cellOf = ({ key }: Column) => grid?.cells[key]
  const given = columns.filter((column) => cellOf(column)?.isGiven)
  const asked = columns.filter((column) => column.type !== 'computed' && !cellOf(column)?.isGiven)
  const computed = columns.filter(({ type }) => type === 'computed')
  return (
    <>
      {given.length > 0 && (
        <p className={own.given}>
          {given.map((column, at) =>
            // What the row is about needs no name.
            at === 0 && column.key === columns[0]?.key ? (
              <CellWords key={column.key} column={column} cell={cellOf(column)} columns={columns} />
            ) : (
              <Figure key={column.key} column={column} cell={cellOf(column)} columns={columns} />
            ),
          )}
        </p>
      )}
      <div className={styles.columns}>
        {asked.map((column, at) => (
          <CellEditor
            key={column.key}
            column={column}
            value={cellOf(column)?.value ?? null}
            disabled={disabled}
            first={at === 0 ? first : undefined}
            onChange={(value) => onCell(column.key, value)}
          />
        ))}
      </div>
      {computed.length > 0 && (
        <p className={own.figures}>
          {computed.map((column) => (
            <Figure key={column.key} column={column} cell={cellOf(column)} columns={columns} />
          ))}
        </p>
      )}
    </>
  )
}

interface CellProps {
  column: Column
  value: string | number | null
  disabled: boolean
  first: FirstControl | undefined
  onChange: (value: string | number | null) => void
}

function CellEditor({ column, value, disabled, first, onChange }: CellProps) {
  const { t } = useTranslation()
  const text = useText()
  const label = column.required
    ? t('templates.form.requiredColumn', { column: text(column.label) })
    : text(column.label)
  const common = { ...first, label, disabled, size: 'sm' as const }
  if (column.type === 'number')
    return (
      <NumberInput
        {...common}
        value={value ?? ''}
        {...(column.min !== undefined && { min: column.min })}
        {...(column.max !== undefined && { max: column.max })}
        {...(column.unit && { suffix: ` ${text(column.unit)}` })}
        thousandSeparator=","
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      />
    )
  if (column.type === 'date')
    return (
      <DateField
        {...common}
        value={typeof value === 'string' ? value : ''}
        onChange={(day) => onChange(day || null)}
      />
    )
  if (column.type === 'choice')
    return (
      <Select
        {...common}
        clearable
        value={value === null ? null : String(value)}
        data={(column.options ?? []).map((option) => ({
          value: option.key,
          label: text(option.label),
        }))}
        onChange={onChange}
      />
    )
  return (
    <Line
      {...first}
      label={label}
      disabled={disabled}
      maxLength={cellLimit}
      value={String(value ?? '')}
      onChange={(next) => onChange(next === '' ? null : next)}
    />
  )
}

interface FigureProps {
  column: Column
  cell: Cell | undefined
  columns: Column[]
}

function Figure({ column, cell, columns }: FigureProps) {
  const text = useText()
  return (
    <span className={own.figure}>
      <span className={own.name}>{text(column.label)}</span>{' '}
      <CellWords column={column} cell={cell} columns={columns} />
    </span>
  )
}

/** A place of a table in words: its figure with its unit, or a dash and why there is none. */
export function CellWords({ column, cell, columns }: FigureProps) {
  const text = useText()
  const f = useFormat()
  const say = useTrouble(columns)
  if (cell?.text) return <b>{text(cell.text)}</b>
  if (cell?.trouble)
    return (
      <>
        — <span className={own.why}>{say(cell.trouble)}</span>
      </>
    )
  if (!cell || cell.value === null) return <>—</>
  const option = column.options?.find(({ key }) => key === cell.value)
  if (option) return <>{text(option.label)}</>
  if (typeof cell.value === 'number')
    return (
      <b className={own.number}>
        {f.count(cell.value)}
        {column.unit && ` ${text(column.unit)}`}
      </b>
    )
  return <>{column.type === 'date' ? f.day(cell.value) : cell.value}</>
}

function Totals({ grid }: { grid: Grid }) {
  const { t } = useTranslation()
  const { columns, totals } = grid
  if (!totals) return null
  return (
    <p className={own.totals}>
      <b>{t('templates.form.total')}</b>
      {columns
        .filter(({ total }) => total)
        .map((column) => (
          <Figure key={column.key} column={column} cell={totals[column.key]} columns={columns} />
        ))}
    </p>
  )
}

/** How figures are rounded, once for all columns that round alike. */
export function Rounding({ columns }: { columns: Column[] }) {
  const { t } = useTranslation()
  const text = useText()
  const computed = columns.filter(({ type }) => type === 'computed')
  const digits = [...new Set(computed.map(({ decimals }) => decimals ?? 2))]
  return digits.map((n) => (
    <p key={n} className="small mute">
      {t('templates.form.rounding', {
        n,
        columns: computed
          .filter(({ decimals }) => (decimals ?? 2) === n)
          .map(({ label }) => text(label))
          .join(t('templates.gap.and')),
      })}
    </p>
  ))
}
