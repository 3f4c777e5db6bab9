import type { ReactNode } from 'react'

/** A place of the site as the rail shows it. */
export interface Place {
  /** Its name in `me.places`, and its words at `app.places.<key>`. */
  key: string
  to: string
  icon: ReactNode
  /** Also in the bar at the bottom of a phone; everything else is under 我. */
  phone?: true
}

const icon = (path: ReactNode) => (
  <svg viewBox="0 0 24 24" aria-hidden>
    {path}
  </svg>
)

/** Every place in the order of the rail. A person sees those that exist and that they may open. */
export const places: Place[] = [
  { key: 'today', to: '/', phone: true, icon: icon(<path d="M4 11 12 4l8 7v9H4z" />) },
  {
    key: 'conversations',
    to: '/conversations',
    phone: true,
    icon: icon(<path d="M4 5h11v8H8l-4 3zM15 9h5v8l-3-2h-5v-2" />),
  },
  { key: 'commitments', to: '/commitments', phone: true, icon: icon(<path d="m5 12 4 4L19 6" />) },
  {
    key: 'rooms',
    to: '/rooms',
    icon: icon(<path d="M6 20V4h9v16M3 20h18M15 8h3v12M12 12h.500" />),
  },
  { key: 'cycles', to: '/cycles', icon: icon(<path d="M20 12a8 8 0 1 1-2.500-5.800M20 4v4h-4" />) },
  { key: 'design', to: '/design', icon: icon(<path d="M4 5h16v5H4zM4 14h7v5H4zM15 14h5v5h-5z" />) },
  { key: 'archive', to: '/archive', icon: icon(<path d="M4 5h16v4H4zM6 9v10h12V9M10 13h4" />) },
  {
    key: 'interventions',
    to: '/interventions',
    icon: icon(
      <>
        <circle cx="8" cy="9" r="3" />
        <circle cx="17" cy="10" r="2.500" />
        <path d="M3 19c0-3 2-5 5-5s5 2 5 5M14 18c0-2 1-4 3-4s4 2 4 4" />
      </>,
    ),
  },
  {
    key: 'audit',
    to: '/audit',
    icon: icon(<path d="M5 4h10l4 4v12H5zM9 12h6M9 16h6M9 8h2" />),
  },
  {
    key: 'emergencies',
    to: '/emergencies',
    icon: icon(<path d="M12 3 3 20h18zM12 10v4M12 17v.500" />),
  },
  {
    key: 'org',
    to: '/org',
    icon: icon(<path d="M9 4h6v4H9zM4 16h6v4H4zM14 16h6v4h-6zM12 8v4M7 16v-4h10v4" />),
  },
  {
    key: 'settings',
    to: '/settings',
    icon: icon(
      <>
        <circle cx="12" cy="12" r="3" />
        <path d="M12 3v3M12 18v3M3 12h3M18 12h3M6 6l2 2M16 16l2 2M6 18l2-2M16 8l2-2" />
      </>,
    ),
  },
]
