import type { ReactNode } from 'react'
import { Outlet } from '@tanstack/react-router'
import { Around } from './Around.tsx'
import { Session } from './Session.tsx'

/** What stands around every page of a signed-in person; around `children` where the page is no place of the site. */
export function Frame({ children = <Outlet /> }: { children?: ReactNode }) {
  return (
    <Session>
      <Around>{children}</Around>
    </Session>
  )
}
