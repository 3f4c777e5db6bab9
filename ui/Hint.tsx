import { type ReactNode, useEffect, useId, useState } from 'react'
import { createPortal } from 'react-dom'
import styles from './Hint.module.css'

interface Props {
  /** The words that appear. */
  text: string
  /** What is pointed at or focused; gets `aria-describedby`. */
  children: (describedBy: string) => ReactNode
}

const width = 280
const edge = 8

/**
 * Words that appear beside something while it is pointed at, focused or touched. They stay while the
 * pointer is on them and go with Escape (WCAG 1.4.13); screen readers always have them.
 */
export function Hint({ text, children }: Props) {
  const id = useId()
  const [anchor, setAnchor] = useState<Element | null>(null)
  const hide = () => setAnchor(null)
  const show = (element: HTMLElement) => setAnchor(element.firstElementChild)
  return (
    <span
      className={styles.anchor}
      onPointerEnter={(event) => show(event.currentTarget)}
      onPointerLeave={hide}
      onFocus={(event) => show(event.currentTarget)}
      onBlur={hide}
    >
      {children(id)}
      <span id={id} className="unseen">
        {text}
      </span>
      {anchor && createPortal(<Shown text={text} anchor={anchor} onHide={hide} />, document.body)}
    </span>
  )
}

function Shown({ text, anchor, onHide }: { text: string; anchor: Element; onHide: () => void }) {
  const [place, setPlace] = useState(() => beside(anchor))
  useEffect(() => {
    const follow = () => setPlace(beside(anchor))
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && onHide()
    addEventListener('scroll', follow, { capture: true, passive: true })
    addEventListener('keydown', leave)
    return () => {
      removeEventListener('scroll', follow, { capture: true })
      removeEventListener('keydown', leave)
    }
  }, [anchor, onHide])
  return (
    <span role="tooltip" className={styles.hint} style={{ ...place, width }}>
      {text}
    </span>
  )
}

/** Above the element, in its middle, never over the edge of the screen. */
function beside(anchor: Element) {
  const box = anchor.getBoundingClientRect()
  const middle = box.left + box.width / 2 - width / 2
  return { left: Math.max(edge, Math.min(middle, innerWidth - width - edge)), top: box.top }
}
