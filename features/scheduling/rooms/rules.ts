/** How a room stands in an appointment and in a calendar: where to go, then the door. */
export const placeOf = ({ name, site }: { name: string; site: string }): string =>
  site ? `${site} · ${name}` : name

type Stretch = { roomId: string; startsAt: Date; endsAt: Date }

/** Whether two things need the same room at once. */
export const collide = (one: Stretch, other: Stretch): boolean =>
  one.roomId === other.roomId && one.startsAt < other.endsAt && other.startsAt < one.endsAt

/** What stands in a room, one by one: how many things, and how long the name of one may be. */
export const mostEquipment = 20
export const longestEquipment = 30
