import { Outlet } from '@tanstack/react-router'
import { Waiting } from './Banners.tsx'
import { Session } from './Session.tsx'
import { Surroundings } from './surroundings.ts'

/** A page that has the whole screen to itself. */
export function Whole() {
  return (
    <Session>
      <Waiting />
      <Surroundings value="whole">
        <Outlet />
      </Surroundings>
    </Session>
  )
}
