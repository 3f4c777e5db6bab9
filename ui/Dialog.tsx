import { lazy, type ReactNode, Suspense } from 'react'

const Opened = lazy(() => import('./DialogOpened.tsx'))

interface Props {
  opened: boolean
  title: ReactNode
  onClose: () => void
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children: ReactNode
}

/** A dialog over the page. What it takes to draw one is fetched when the first one opens. */
export function Dialog(props: Props) {
  if (!props.opened) return null
  return (
    <Suspense>
      <Opened {...props} />
    </Suspense>
  )
}
