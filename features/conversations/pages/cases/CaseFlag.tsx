import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import type { Workspace } from '../../contract.ts'

const words = {
  appeal: { flag: 'flag', open: 'flagText', sealed: 'flagText' },
  dispute: { flag: 'flagDispute', open: 'flagTextDispute', sealed: 'flagTextSealed' },
} as const

/** That a case about this talk is open, and what that means for a record that is sealed already or not yet. */
export function CaseFlag({
  kind,
  of,
}: {
  kind: NonNullable<Workspace['openCase']>
  of: 'open' | 'sealed'
}) {
  const { t } = useTranslation()
  return (
    <Card tone="waiting">
      <Tag kind="w">{t(`conversations.appeals.${words[kind].flag}`)}</Tag>{' '}
      {t(`conversations.appeals.${words[kind][of]}`)}
    </Card>
  )
}
