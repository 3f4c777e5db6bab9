import type { Words } from '../../accounts/words/rules.ts'
import type { PackKey } from '../../templates/library/packs/keys.ts'

const project = { zh: '项目组', en: 'project group', enMany: 'project groups' }
const crew = { zh: '班组', en: 'crew', enMany: 'crews' }
const store = { zh: '门店', en: 'store', enMany: 'stores' }

/** What each kind of business calls things; everything else is called as usual. Proposed, never imposed. */
export const packWords: Record<PackKey, Words> = {
  manufacturing: {
    department: { zh: '单位', en: 'unit', enMany: 'units' },
    team: crew,
  },
  internet: {
    team: project,
    manager: { zh: '负责人', en: 'lead', enMany: 'leads' },
    employee: { zh: '伙伴', en: 'teammate', enMany: 'teammates' },
  },
  chain: {
    department: store,
    team: crew,
    employee: { zh: '伙伴', en: 'associate', enMany: 'associates' },
  },
}

/** The year a plan is for on `today` ('YYYY-MM-DD'): from November on, the next one. */
export const planYear = (today: string): number =>
  Number(today.slice(0, 4)) + (today.slice(5, 7) >= '11' ? 1 : 0)
