import { useView } from '../../../../ui/useView.ts'

/** Filters of the page; all of them in its address. */
interface View {
  department?: string
  stage?: string
  leavers?: boolean
  state?: string
  q?: string
}

export const useMonitorView = () => useView<View>()
