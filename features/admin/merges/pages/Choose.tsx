import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { api } from '../../../../ui/api.ts'
import { PersonPick } from '../../../org/pages/PersonPick.tsx'
import styles from './Doubles.module.css'

type Somebody = { id: string; name: string; employeeNo: string }

/** Two accounts of one's own choice; whoever has left is brought along from their page. */
export function Choose({ firstId }: { firstId: string | undefined }) {
  const { t } = useTranslation()
  const [first, setFirst] = useState<Somebody | null>(null)
  const [second, setSecond] = useState<Somebody | null>(null)
  const { data: brought } = useQuery({
    ...api.org.person.queryOptions({ input: { id: firstId! } }),
    enabled: firstId !== undefined,
  })
  const one = first ?? brought ?? null
  return (
    <Card title={t('admin.merges.choose')}>
      <div className="stack">
        <div className={styles.two}>
          <PersonPick
            key={brought?.id}
            label={t('admin.merges.first')}
            value={one}
            onChange={setFirst}
          />
          <PersonPick label={t('admin.merges.second')} value={second} onChange={setSecond} />
        </div>
        <div className="cluster">
          <ActionButton
            to={`/org/doubles?one=${one?.id}&other=${second?.id}`}
            refusal={one && second && one.id !== second.id ? null : 'admin.merges.chooseTwo'}
          >
            {t('admin.merges.compare')}
          </ActionButton>
        </div>
      </div>
    </Card>
  )
}
