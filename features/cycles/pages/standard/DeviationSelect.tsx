import { Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Deviating, Deviation } from '../../standard/contract.ts'

/** Filters of the page; both in its address. */
interface View {
  department?: string
  deviation?: Deviation
}

export const useView = () => {
  const view = useSearch({ strict: false }) as View
  const navigate = useNavigate()
  const set = (part: { [Key in keyof View]: View[Key] | undefined }) =>
    void navigate({ to: '.', search: { ...view, ...part } as never, resetScroll: false })
  return { view, set }
}

/** Chooses one way of differing, for the list and the picture alike. */
export function DeviationSelect({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const { view, set } = useView()
  return (
    <Select
      aria-label={t('cycles.standard.differs')}
      value={view.deviation ?? ''}
      allowDeselect={false}
      data={[
        { value: '', label: t('cycles.standard.any') },
        ...seen.counts.map(({ kind }) => ({
          value: kind as string,
          label: t(`cycles.standard.deviation.${kind}.name`),
        })),
      ]}
      onChange={(kind) => set({ deviation: (kind || undefined) as Deviation | undefined })}
    />
  )
}
