import type { ReactNode } from 'react'
import {
  DndContext,
  KeyboardSensor,
  PointerSensor,
  closestCenter,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { useTranslation } from 'react-i18next'
import styles from './Designer.module.css'

interface Row {
  id: string
  /** What a screen reader calls it while it is being moved. */
  label: string
}

interface Props {
  label: string
  rows: readonly Row[]
  /** `over` is the row in whose place it was put. */
  onMove: (id: string, over: string) => void
  children: (row: Row, handle: ReactNode) => ReactNode
}

/** Rows in an order of one's own, by mouse, by finger, and by keyboard: space lifts, arrows move, space lays down. */
export function SortableRows({ label, rows, onMove, children }: Props) {
  const { t } = useTranslation()
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const nameOf = (id: unknown) => rows.find((row) => row.id === id)?.label ?? ''
  const placeOf = (id: unknown) => rows.findIndex((row) => row.id === id) + 1
  const said = (key: string, id: unknown, over: unknown) =>
    t(`drafts.drag.${key}`, { name: nameOf(id), n: placeOf(over ?? id), of: rows.length })
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        screenReaderInstructions: { draggable: t('drafts.drag.how') },
        announcements: {
          onDragStart: ({ active }) => said('lifted', active.id, null),
          onDragOver: ({ active, over }) => said('over', active.id, over?.id),
          onDragEnd: ({ active, over }) => said('laid', active.id, over?.id),
          onDragCancel: ({ active }) => said('cancelled', active.id, null),
        },
      }}
      onDragEnd={({ active, over }) => {
        if (over && over.id !== active.id) onMove(String(active.id), String(over.id))
      }}
    >
      <SortableContext items={rows.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        <ul className={styles.rows} aria-label={label}>
          {rows.map((row) => (
            <OneRow key={row.id} row={row}>
              {(handle) => children(row, handle)}
            </OneRow>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  )
}

function OneRow({ row, children }: { row: Row; children: (handle: ReactNode) => ReactNode }) {
  const { t } = useTranslation()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, isDragging } =
    useSortable({ id: row.id, transition: null })
  const handle = (
    <button
      type="button"
      ref={setActivatorNodeRef}
      className={styles.handle}
      {...attributes}
      {...listeners}
      aria-roledescription={t('drafts.drag.role')}
      aria-label={t('drafts.drag.handle', { name: row.label })}
    >
      <svg viewBox="0 0 8 16" aria-hidden>
        <path d="M2 3h0M6 3h0M2 8h0M6 8h0M2 13h0M6 13h0" />
      </svg>
    </button>
  )
  return (
    <li
      ref={setNodeRef}
      data-dragging={isDragging || undefined}
      style={
        transform ? { transform: `translate3d(0, ${Math.round(transform.y)}px, 0)` } : undefined
      }
    >
      {children(handle)}
    </li>
  )
}
