import type { Dimension, TemplateBody, Text } from '../../contract.ts'
import { withDimensions } from '../../building/rules.ts'
import { annualResult } from '../annualResult/index.ts'
import { goalSetting } from '../goalSetting.ts'
import { t } from '../words.ts'
import { figures, withFigures } from './building.ts'
import { chainDimensions, chainMonthly } from './chain.ts'
import { internetDimensions, internetMonthly } from './internet.ts'
import type { PackKey } from './keys.ts'
import { shopFloorDimensions, shopFloorMonthly } from './shopFloor.ts'

export type PackTemplate = { key: string; variantOf: string; body: TemplateBody }
interface Business {
  /** Of the kinds of work whose figures belong to this business. */
  set: string
  templates: PackTemplate[]
}

/** Three talks for a kind of business: the regular one, the goals and the year, the last two with its figures. */
function business(
  name: string,
  set: string,
  regular: TemplateBody,
  dimensions: Dimension[],
  who: Text,
): Business {
  const about = ({ zh, en }: Text) => t(`${zh} · ${who.zh}`, `${en}: ${who.en}`)
  const goals = withFigures(goalSetting, figures(set), 'match')
  const year = withFigures(withDimensions(annualResult, dimensions), figures(set), 'performance')
  return {
    set,
    templates: [
      { key: `${name}Monthly`, variantOf: 'monthly', body: regular },
      {
        key: `${name}Goals`,
        variantOf: 'goalSetting',
        body: { ...goals, title: about(goals.title) },
      },
      {
        key: `${name}Annual`,
        variantOf: 'annualResult',
        body: { ...year, title: about(year.title) },
      },
    ],
  }
}

/** What each kind of business asks in its talks. */
export const packTemplates: Record<PackKey, Business> = {
  manufacturing: business(
    'shopFloor',
    'shopFloor',
    shopFloorMonthly,
    shopFloorDimensions,
    t('生产一线', 'the shop floor'),
  ),
  internet: business(
    'internet',
    'development',
    internetMonthly,
    internetDimensions,
    t('产品与研发', 'product and engineering'),
  ),
  chain: business('chain', 'service', chainMonthly, chainDimensions, t('门店', 'stores')),
}
