import { useNavigate, useSearch } from '@tanstack/react-router'

/** Filters that live in the address: what is read, and how one of them is set; '' and undefined leave the address. */
export function useFilters<Filters extends Record<string, string | boolean | undefined>>(): [
  Filters,
  (change: Partial<Filters>) => void,
] {
  const search = useSearch({ strict: false }) as Filters
  const navigate = useNavigate()
  const set = (change: Partial<Filters>) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...change }).filter(
        ([, value]) => value !== '' && value !== undefined && value !== false,
      ),
    )
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false })
  }
  return [search, set]
}
