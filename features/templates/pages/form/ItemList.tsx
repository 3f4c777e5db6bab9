import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { v7 } from 'uuid'
import { toast } from '../../../../ui/toasts.tsx'
import { isEmptyItem } from '../../answers/rules.ts'
import styles from './Form.module.css'

interface Props<Item extends { id: string }> {
  items: Item[]
  onChange: (items: Item[]) => void
  /** An entry in which nobody has written yet. */
  fresh: () => Omit<Item, 'id'>
  max: number
  /** So many at the start stay where they are. */
  fixed?: number
  disabled: boolean
  labelledBy: string
  addLabel: string
  /** Drawn for each entry; `first` goes on the control that takes focus and hears the keys. */
  children: (item: Item, edit: (change: Partial<Item>) => void, first: FirstControl) => ReactNode
}

export interface FirstControl {
  'data-first': true
  onKeyDown: (event: KeyboardEvent) => void
}

/** Entries one writes like lines: Enter adds the next, Alt+↑↓ moves, Backspace in an empty one removes. */
export function ItemList<Item extends { id: string }>(props: Props<Item>) {
  const { items, onChange, fresh, max, fixed = 0, disabled, labelledBy, addLabel, children } = props
  const { t } = useTranslation()
  const list = useRef<HTMLOListElement>(null)
  const latest = useRef(items)
  // A new object each time, so that the same entry can take the focus again.
  const [focusNext, setFocusNext] = useState<{ id: string } | null>(null)
  const [said, say] = useState('')

  useLayoutEffect(() => {
    latest.current = items
  })
  // Before the next key arrives: a fast typist's words must not land in the entry before.
  useLayoutEffect(() => {
    if (!focusNext) return
    list.current?.querySelector<HTMLElement>(`[data-item="${focusNext.id}"] [data-first]`)?.focus()
  }, [focusNext])

  const add = (at = items.length) => {
    if (items.length >= max) return
    const item = { ...fresh(), id: v7() } as Item
    const place = Math.max(at, fixed)
    setFocusNext({ id: item.id })
    onChange([...items.slice(0, place), item, ...items.slice(place)])
  }
  const move = (at: number, to: number) => {
    const item = items[at]
    if (!item || at < fixed || to < fixed || to >= items.length) return
    const others = items.filter((each) => each !== item)
    setFocusNext({ id: item.id })
    onChange([...others.slice(0, to), item, ...others.slice(to)])
    say(t('templates.form.moved', { n: to + 1 }))
  }
  const remove = (at: number) => {
    const item = items[at]
    if (!item || at < fixed) return
    const neighbour = items[at - 1] ?? items[at + 1]
    if (neighbour) setFocusNext({ id: neighbour.id })
    onChange(items.filter((each) => each !== item))
    if (isEmptyItem(item)) return
    const putBack = () =>
      onChange([...latest.current.slice(0, at), item, ...latest.current.slice(at)])
    toast({ text: t('templates.form.removed'), kind: 'info', undo: putBack })
  }
  const hear = (at: number, event: KeyboardEvent) => {
    // Enter that picks a word from the Chinese input method is not meant for us.
    if (event.nativeEvent.isComposing) return
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      move(at, event.key === 'ArrowUp' ? at - 1 : at + 1)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      add(at + 1)
    } else if (event.key === 'Backspace' && items[at] && isEmptyItem(items[at])) {
      event.preventDefault()
      remove(at)
    }
  }

  return (
    <>
      <ol className={styles.items} ref={list} aria-labelledby={labelledBy}>
        {items.map((item, at) => (
          <li key={item.id} className={styles.item} data-item={item.id}>
            <Entry
              item={item}
              edit={(change) =>
                onChange(items.map((each) => (each === item ? { ...item, ...change } : each)))
              }
              hear={(event) => hear(at, event)}
              draw={children}
            />
            {!disabled && at >= fixed && (
              <div className={styles.itemTools}>
                <button
                  type="button"
                  disabled={at === fixed}
                  aria-label={t('templates.form.up', { n: at + 1 })}
                  onClick={() => move(at, at - 1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  disabled={at === items.length - 1}
                  aria-label={t('templates.form.down', { n: at + 1 })}
                  onClick={() => move(at, at + 1)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  aria-label={t('templates.form.remove', { n: at + 1 })}
                  onClick={() => remove(at)}
                >
                  ×
                </button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {!disabled && items.length < max && (
        <button type="button" className={styles.add} onClick={() => add()}>
          ＋ {addLabel}
        </button>
      )}
      <span className="unseen" role="status">
        {said}
      </span>
    </>
  )
}

interface EntryProps<Item extends { id: string }> {
  item: Item
  edit: (change: Partial<Item>) => void
  hear: (event: KeyboardEvent) => void
  draw: Props<Item>['children']
}

const Entry = <Item extends { id: string }>({ item, edit, hear, draw }: EntryProps<Item>) =>
  draw(item, edit, { 'data-first': true, onKeyDown: hear })
