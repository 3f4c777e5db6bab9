import type { Workspace } from '../../contract.ts'
import { GapMap } from '../../../templates/pages/form/GapMap.tsx'
import { partOf, writerOf } from '../form.ts'
import type { Slots } from '../slots.ts'
import { Facts } from '../talk/Facts.tsx'
import { Indicators } from '../talk/Indicators.tsx'
import { PrivateNote } from '../PrivateNote.tsx'
import { Materials } from './Materials.tsx'
import { Checklist } from './Checklist.tsx'
import { OtherPart } from './OtherPart.tsx'
import { OwnPart } from './OwnPart.tsx'
import { BothParts } from './BothParts.tsx'
import { Posts } from './Posts.tsx'
import { StageParts } from './StageParts.tsx'
import { TalkNext } from './TalkNext.tsx'

/** 准备: each writes alone; once both are in, both open at once with where they differ. */
export function Prepare({ talk, slots }: { talk: Workspace; slots: Slots }) {
  const isOpen = talk.revealedAt !== null
  const isEmployee = talk.relation === 'employee'
  const isPair = isEmployee || talk.relation === 'manager'
  // An emergency is for the words of one person; what stands beside a talk would only widen the look.
  const isEmergency = talk.relation === 'breakGlass'
  const noted = talk.run.stages.find(({ kind }) => kind === 'differenceNote')
  const theirs =
    !isOpen &&
    talk.closedParts
      .filter(({ kind }) => !isPair || kind === (isEmployee ? 'manager' : 'self'))
      .filter(({ kind }) => kind === 'self' || talk.manager !== null)
      .map((part) => <OtherPart key={part.kind} talk={talk} part={part} />)
  // An overdue self-assessment holds everything up: what can be done about it comes first.
  const isLate = talk.refusals.skipSelf === null
  return (
    <div className="two">
      <div className="stack">
        {isOpen && <TalkNext talk={talk} />}
        <Posts talk={talk} />
        {isOpen && talk.gaps && (
          <GapMap
            template={talk.template.body}
            gaps={talk.gaps}
            viewer={isPair ? writerOf(talk) : 'other'}
            isExplained={Boolean(noted?.doneAt)}
          />
        )}
        <StageParts talk={talk} />
        {isLate && theirs}
        {isOpen ? (
          <BothParts talk={talk} />
        ) : isPair ? (
          <OwnPart talk={talk} kind={isEmployee ? 'self' : 'manager'} />
        ) : null}
        {!isLate && theirs}
        {!isOpen &&
          !isPair &&
          talk.parts.filter(({ kind }) => kind === 'self' || kind === 'manager').length > 0 && (
            <BothParts talk={talk} />
          )}
      </div>
      <aside className="stack">
        {isPair && !talk.sealedAt && !talk.talk.startedAt && (
          <Checklist talk={talk} part={partOf(talk, isEmployee ? 'self' : 'manager')} />
        )}
        {!isEmergency && (
          <>
            {slots.meeting?.(talk.id)}
            {slots.lastPromises?.(talk.id)}
            <Indicators id={talk.id} />
            <Facts talk={talk} draggable={!isEmployee && !isOpen} />
          </>
        )}
        <Materials talk={talk} />
        {isPair && <PrivateNote talk={talk} />}
      </aside>
    </div>
  )
}
