import { useNavigate, useSearch } from '@tanstack/react-router'

/**
 * What a page shows of many things, kept in its address: whoever comes back or follows a link sees the same.
 * @returns the view, and how to change parts of it without leaving the place one has scrolled to
 */
export function useView<View extends object>() {
  const view = useSearch({ strict: false }) as View
  const navigate = useNavigate()
  const set = (part: { [Key in keyof View]: View[Key] | undefined }) =>
    void navigate({ to: '.', search: { ...view, ...part } as never, resetScroll: false })
  return { view, set }
}
