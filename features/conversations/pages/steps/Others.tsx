import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { PartView } from '../../../templates/pages/form/PartView.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import type { Workspace } from '../../contract.ts'
import { namesOf } from '../form.ts'
import { stepKinds } from '../../steps/contract.ts'
import { Calibrated } from './Calibrated.tsx'

/**
 * What others than the two wrote, each as their own (E04), and why a part came back. Asked for only where
 * the flow has such a stage.
 */
export function Others({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const hasSteps =
    talk.segments.some(({ isAsked }) => isAsked) ||
    talk.run.stages.some(({ kind }) => (stepKinds as readonly string[]).includes(kind))
  const { data } = useQuery({
    ...api.conversations.steps.written.queryOptions({ input: { id: talk.id } }),
    enabled: hasSteps,
  })
  if (!data) return null
  const [back] = talk.sealedAt ? [] : data.sentBack
  const isTold =
    talk.relation === 'manager' &&
    !talk.revealedAt &&
    talk.run.stages.find(
      ({ kind, doneAt }) => (kind === 'approval' || kind === 'calibration') && !doneAt,
    )
  return (
    <>
      {back && (
        <Card
          tone="waiting"
          title={t('conversations.steps.cameBack', { stage: text(back.to), name: back.by.name })}
          note={f.near(back.at)}
        >
          <p className="measure">{back.reason}</p>
        </Card>
      )}
      {isTold && (
        <p className="small mute">
          {t('conversations.steps.approverReads', { stage: text(isTold.label) })}
        </p>
      )}
      <Calibrated items={data.calibrations} />
      {data.contributions.map((each) => (
        <Card
          key={`${each.stageKey} ${each.author.id}`}
          title={t('conversations.steps.by', { stage: text(each.label), name: each.author.name })}
          note={t('conversations.steps.notAveraged')}
        >
          <PartView
            template={each.template}
            part="manager"
            answers={each.answers}
            names={namesOf(talk)}
          />
        </Card>
      ))}
    </>
  )
}
