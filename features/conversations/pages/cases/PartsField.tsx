import { Checkbox, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { amendedParts, type AmendedPart } from '../../amending/contract.ts'

/** Which parts of a record open again. */
export function PartsField({
  value,
  onChange,
}: {
  value: AmendedPart[]
  onChange: (parts: AmendedPart[]) => void
}) {
  const { t } = useTranslation()
  return (
    <Checkbox.Group
      label={t('conversations.amending.partsLabel')}
      required
      value={value}
      onChange={(parts) => onChange(parts as AmendedPart[])}
    >
      <Stack gap={8} mt={8}>
        {amendedParts.map((part) => (
          <Checkbox key={part} value={part} label={t(`conversations.amending.part.${part}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
