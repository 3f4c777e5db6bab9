import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { AppealKind } from '../../appeals/contract.ts'
import { ForAppellant } from '../disagree/ForEmployee.tsx'
import { CaseCard } from './CaseCard.tsx'
import { OpenCase } from './OpenCase.tsx'

/** The cases about one conversation, and for its employee the way to open one. */
export function CasesOf({
  conversationId,
  kind,
  isEmployee,
}: {
  conversationId: string
  kind: AppealKind
  isEmployee: boolean
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isOpening, setOpening] = useState(false)
  const { data } = useQuery(
    api.conversations.appeals.of.queryOptions({ input: { conversationId } }),
  )
  if (!data) return null
  const hasOpen = data.items.some(({ outcome }) => outcome === null)
  return (
    <>
      {data.items.map((it) => (
        <CaseCard key={it.id} it={it} />
      ))}
      {isEmployee && !hasOpen && (
        <Card
          tone="sunken"
          title={t(
            kind === 'appeal'
              ? 'conversations.appeals.title'
              : 'conversations.appeals.titleDispute',
          )}
        >
          <div className="stack">
            <p className="small mute">
              {t(
                kind === 'appeal'
                  ? 'conversations.appeals.lead'
                  : 'conversations.appeals.leadDispute',
              )}
            </p>
            {kind === 'appeal' && data.until && (
              <p className="small">
                {t(
                  data.refusals.appeal === 'conversations.appeals.tooLate'
                    ? 'conversations.appeals.untilOver'
                    : 'conversations.appeals.until',
                  { day: f.day(data.until) },
                )}
              </p>
            )}
            <div>
              <ActionButton refusal={data.refusals[kind]} onClick={() => setOpening(true)}>
                {t(
                  kind === 'appeal'
                    ? 'conversations.appeals.open'
                    : 'conversations.appeals.openDispute',
                )}
              </ActionButton>
            </div>
          </div>
        </Card>
      )}
      {isEmployee && <ForAppellant answerDays={data.days.answer} />}
      {isOpening && (
        <OpenCase conversationId={conversationId} kind={kind} onClose={() => setOpening(false)} />
      )}
    </>
  )
}
