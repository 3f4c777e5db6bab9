import { NumberInput } from '@mantine/core'
import { valueAt } from '../../../drafts/editing/rules.ts'
import { controlOf } from '../../../drafts/places/rules.ts'
import { useDesk } from '../desk.ts'
import { useFaultWords } from '../useFaultWords.ts'

interface Props {
  path: string
  label: string
  /** May be left empty. */
  isOptional?: boolean
  isWhole?: boolean
  min?: number
}

/** A number at a place of the template. */
export function Figure({ path, label, isOptional = false, isWhole = false, min }: Props) {
  const { body, put, faults } = useDesk()
  const say = useFaultWords()
  const value = valueAt(body, path) as number | undefined
  const fault = faults.find((each) => each.path === path)
  return (
    <NumberInput
      id={controlOf(path)}
      label={label}
      value={value ?? ''}
      allowDecimal={!isWhole}
      {...(min !== undefined && { min })}
      error={fault && say(fault)}
      onChange={(given) => {
        if (typeof given === 'number') put(path, given)
        else if (given === '' && isOptional) put(path, undefined)
      }}
    />
  )
}
