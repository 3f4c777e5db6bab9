import type { FlowBody } from '../contract.ts'
import { library } from '../library/index.ts'

/** What a flow of one's own begins with: the stages no talk can do without, in their order. */
export const blankFlow = (): FlowBody => ({
  title: { zh: '', en: '' },
  purpose: { zh: '', en: '' },
  stages: library.find(({ key }) => key === 'monthly')!.body.stages,
})

const tail = { zh: '（副本）', en: ' (copy)' }

/** The name of a copy, once however often it is copied. */
export const copyTitle = (title: FlowBody['title']): FlowBody['title'] => ({
  zh: title.zh.endsWith(tail.zh) ? title.zh : title.zh + tail.zh,
  en: title.en.endsWith(tail.en) ? title.en : title.en + tail.en,
})
