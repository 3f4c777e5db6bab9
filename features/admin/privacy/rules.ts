import { usualRetention, type Erasure } from './contract.ts'

/** Working days in which a request is answered. */
export const answerDays = 15

/** How long an organization keeps what, with the usual where it has set nothing. */
export const retentionOf = ({ settings }: { settings: Record<string, unknown> }) => ({
  ...usualRetention,
  ...(settings.retention as Partial<typeof usualRetention> | undefined),
})

/** 'YYYY-MM-DD' so many years later; the last of February stays in February. */
export function addYears(day: string, years: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, last)))
    .toISOString()
    .slice(0, 10)
}

export const stateOf = ({
  decidedAt,
  approvedAt,
  erasedAt,
}: Record<'decidedAt' | 'approvedAt' | 'erasedAt', Date | null>): Erasure['state'] =>
  !decidedAt ? 'asked' : !approvedAt ? 'declined' : erasedAt ? 'erased' : 'approved'
