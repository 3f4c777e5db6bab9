import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useView } from '../../../../ui/useView.ts'
import type { Deviating, Deviation } from '../../standard/contract.ts'

/** Filters of the page; both in its address. */
interface View {
  department?: string
  deviation?: Deviation
}

export const useStandardView = () => useView<View>()

/** Chooses one way of differing, for the list and the picture alike. */
export function DeviationSelect({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const { view, set } = useStandardView()
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
