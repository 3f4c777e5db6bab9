import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useLive } from '../../../../ui/live.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'
import { AskHr } from './AskHr.tsx'
import { HrJoins } from './HrJoins.tsx'

/** What a talk has to do with HR: who joins and why, what one asked, and the way to ask. */
export function HrBeside({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isAsking, setAsking] = useState(false)
  const input = { conversationId: talk.id }
  const { data } = useQuery(api.conversations.intervention.of.queryOptions({ input }))
  useLive(talk.id, [api.conversations.intervention.of.key({ input })])
  if (!data) return null
  const { attendance, asked, refusals, caseId } = data
  const mayAsk = refusals.complex === null || refusals.sensitive === null
  const isAhead = talk.sealedAt === null && talk.talk.endedAt === null
  return (
    <>
      {caseId && (
        <p>
          <Link to={'/interventions/$id' as string} params={{ id: caseId } as never}>
            {t('intervention.toCase')}
          </Link>
        </p>
      )}
      {attendance && isAhead && (
        <HrJoins
          key={attendance.hr.id}
          conversationId={talk.id}
          attendance={attendance}
          isEmployee={talk.relation === 'employee'}
        />
      )}
      {asked.length > 0 && (
        <Card tone="sunken" title={t('intervention.ask.yours')}>
          <ul>
            {asked.map((one) => (
              <li key={one.at.getTime()} className="row">
                <div>
                  {one.reason}
                  <br />
                  <span className="small mute">
                    {[t(`intervention.trigger.${one.code}`), f.dayTime(one.at), one.answer]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </div>
                <span className="end">
                  <Tag kind={one.state === 'waiting' ? 'w' : 'n'}>
                    {t(`intervention.ask.state.${one.state}`)}
                  </Tag>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {mayAsk && (
        <div>
          <ActionButton kind="quiet" onClick={() => setAsking(true)}>
            {t('intervention.ask.open')}
          </ActionButton>
        </div>
      )}
      {isAsking && <AskHr conversationId={talk.id} onClose={() => setAsking(false)} />}
    </>
  )
}
