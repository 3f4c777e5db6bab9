import { type ReactNode, useState } from 'react'
import { ActionButton } from './ActionButton.tsx'
import { Card } from './Card.tsx'
import { refusesReason, useFailureText } from './failure.ts'
import { ReasonField } from './ReasonField.tsx'

interface Props {
  title: string
  /** What will follow from it, and who reads it. */
  text: string
  label: string
  /** What one presses. */
  verb: string
  /** Characters. */
  least?: number
  /** Why it cannot be sent while it is shorter than that, or while something else is missing. */
  refusal: string
  isLacking?: boolean
  busy: boolean
  /** The reason given last, and what came of it: one that was refused stands there again, with why. */
  given: string | null | undefined
  error: unknown
  onGive: (reason: string) => void
  /** What is asked before the reason. */
  children?: ReactNode
  className?: string
}

/** A page that opens once a reason was given. */
export function ReasonCard(props: Props) {
  const { title, text, label, verb, least = 1, refusal, isLacking, busy, given, onGive } = props
  const say = useFailureText()
  const [reason, setReason] = useState(given ?? '')
  const lacking = isLacking || reason.trim().length < least ? refusal : null
  return (
    <Card title={title} className={props.className}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) onGive(reason.trim())
        }}
      >
        <p className="mute">{text}</p>
        {props.children}
        <ReasonField
          label={label}
          most={500}
          value={reason}
          error={refusesReason(props.error) && reason.trim() === given ? say(props.error) : null}
          onChange={setReason}
        />
        <div>
          <ActionButton type="submit" kind="primary" busy={busy} refusal={lacking}>
            {verb}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
