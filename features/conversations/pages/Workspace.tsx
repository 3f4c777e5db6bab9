import type { ReactNode } from 'react'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { useLive } from '../../../ui/live.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { useText } from '../../templates/pages/useText.ts'
import { FlowLine } from '../../flows/pages/FlowLine.tsx'
import { RunPicture } from '../../flows/pages/RunPicture.tsx'
import type { Workspace as Talk } from '../contract.ts'
import { Agree } from './agree/Agree.tsx'
import { Reopened } from './cases/Reopened.tsx'
import { Follow } from './Follow.tsx'
import { Glass } from './glass/Glass.tsx'
import { HandOver } from './HandOver.tsx'
import { HrBeside } from './intervention/HrBeside.tsx'
import { LedFor } from './LedFor.tsx'
import { PhaseLine } from './PhaseLine.tsx'
import { isPair, namesOf, writerOf } from './form.ts'
import { placeAt, usePhaseSteps, way, type Place } from './phases.ts'
import { Prepare } from './prepare/Prepare.tsx'
import type { Slots } from './slots.ts'
import { Others } from './steps/Others.tsx'
import { standingOf, useSigningWait } from './sign/standing.ts'
import { UnsentWords } from './sign/UnsentWords.tsx'
import { useToldOfAnswer } from './sign/useToldOfAnswer.ts'
import { Talking } from './talk/Talking.tsx'
import { Undelivered } from './Undelivered.tsx'
import { useBeat } from './useBeat.ts'

const views: Record<Place, (props: { talk: Talk; slots: Slots }) => ReactNode> = {
  prepare: Prepare,
  talk: Talking,
  agree: Agree,
  follow: Follow,
}

/** One conversation: where it is, whose turn, until when, and the phase one is looking at. */
export function Workspace(slots: Slots) {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const { phase } = useSearch({ strict: false }) as { phase?: Place }
  const {
    data: talk,
    error,
    refetch,
  } = admitted(useQuery(api.conversations.get.queryOptions({ input: { id } })))
  useLive(id, [api.conversations.get.key({ input: { id } })])
  useBeat(id)
  useToldOfAnswer(talk)
  const isPhone = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false })
  const steps = usePhaseSteps()
  const sub = useSub(talk)
  const signingWait = useSigningWait()
  if (failureIn({ data: talk, error }))
    return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!talk) return <Pending />
  const reached = Math.min(placeAt(talk.phase), way.length - 1)
  // What an emergency opens stands where it was written.
  const landing = talk.relation === 'breakGlass' ? 'prepare' : way[reached]!
  const looking =
    phase && way.indexOf(phase) >= 0 && way.indexOf(phase) <= reached ? phase : landing
  const View = views[looking]
  const isOwn = talk.relation === 'employee'
  const other = isOwn ? talk.manager?.name : talk.employee.name
  const title =
    isPair(talk) && looking === 'agree' && talk.signing.presentedAt && !talk.sealedAt
      ? t(`conversations.title.${standingOf(talk)}`, {
          name: other,
          witness: talk.signing.refusalNote?.witness.name ?? '',
        })
      : isPair(talk) && looking === 'prepare' && other && !talk.revealedAt
        ? t('conversations.title.prepare', { name: other })
        : talk.title
  const flow = (
    <FlowLine
      run={talk.run}
      names={namesOf(talk)}
      signature={signingWait(talk)}
      {...(isPair(talk) && isTurn(talk) && { viewer: writerOf(talk) })}
    />
  )
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('conversations.list.title'), to: '/conversations' },
          ...(isOwn ? [] : [{ text: talk.employee.name }]),
          { text: talk.title },
        ]}
        title={title}
        sub={sub}
        steps={
          <PhaseLine
            steps={steps(talk.phase)}
            looking={looking}
            href={`/conversations/${talk.id}`}
          />
        }
      />
      <div className="stack">
        {isPhone ? (
          <details>
            <summary>{t('conversations.flow')}</summary>
            {flow}
          </details>
        ) : (
          flow
        )}
        <details>
          <summary>{t('flows.picture.open')}</summary>
          <RunPicture run={talk.run} names={namesOf(talk)} />
        </details>
        {talk.oneSided && (
          <Card tone="sunken">
            <Tag kind="w">{t('conversations.oneSided')}</Tag> {t('conversations.oneSidedText')}
          </Card>
        )}
        <Reopened talk={talk} />
        <LedFor talk={talk} />
        <HrBeside talk={talk} />
        {talk.managerChange && <HandOver talk={talk} />}
        <Undelivered talk={talk} />
        <UnsentWords talk={talk} />
        <Others talk={talk} />
        {talk.relation === 'breakGlass' && <Glass talk={talk} />}
        <View key={looking} talk={talk} slots={slots} />
        {talk.relation === 'hrAdmin' && <Glass talk={talk} />}
        {isOwn && (
          <p className="small">
            <Link to={'/conversations/$id/access' as string} params={{ id } as never}>
              {t('conversations.whoSees')}
            </Link>
          </p>
        )}
      </div>
    </>
  )
}

/** Whose turn it is by the flow, or by a refusal that is to be written down and confirmed. */
function isTurn(talk: Talk): boolean {
  if (!talk.signing.presentedAt || talk.sealedAt) return talk.yourTurn
  const standing = standingOf(talk)
  if (standing === 'witnessNeeded') return talk.relation === 'manager'
  return standing === 'toNote' || (standing === 'sign' && talk.yourTurn)
}

/** One line under the title: whose turn, or how it ended; then who the two are and along which questions. */
function useSub(talk: Talk | undefined): ReactNode {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  if (!talk) return null
  const state = talk.sealedAt ? (
    t('conversations.sealedOn', { when: f.dayTime(talk.sealedAt) })
  ) : talk.closedReason ? (
    t(`conversations.closedReason.${talk.closedReason}`, {
      defaultValue: t('conversations.phase.closed'),
    })
  ) : isTurn(talk) ? (
    <Tag kind="w">{t('conversations.yourTurn')}</Tag>
  ) : null
  const people = [talk.employee.name, talk.manager?.name].filter(Boolean).join(' – ')
  return (
    <>
      {state && <>{state} · </>}
      {people} · {text(talk.template.body.title)}
    </>
  )
}
