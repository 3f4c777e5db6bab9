import { useTranslation } from 'react-i18next'
import type { Column, Field, Missing } from '../../contract.ts'
import type { Trouble } from '../../formula/rules.ts'
import { useText } from '../useText.ts'

// A parameter `column` is a key; people know the column by its label.
function useNamed(columns: readonly Column[]) {
  const text = useText()
  return (params: Record<string, string | number>) => {
    const column = columns.find(({ key }) => key === params['column'])
    return column ? { ...params, column: text(column.label) } : params
  }
}

/** Why a place of a table has no figure, in words. */
export function useTrouble(columns: readonly Column[]): (trouble: Trouble) => string {
  const { t } = useTranslation()
  const named = useNamed(columns)
  return ({ key, params }) => t(`templates.formula.${key}`, named(params))
}

/** What is missing from a field, in words. */
export function useMissing(field: Field | undefined): (missing: Missing) => string {
  const { t } = useTranslation()
  const named = useNamed(field?.columns ?? [])
  return ({ reasonKey, params }) => t(`templates.missing.${reasonKey}`, named(params))
}
