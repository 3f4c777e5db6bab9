import type { TemplateBody, Text } from '../contract.ts'
import { withDimensions } from '../building/rules.ts'
import { annualResult } from './annualResult/index.ts'
import { finance, salesAndBidding } from './dimensions.ts'
import { monthly } from './monthly.ts'
import { threeCores } from './threeCores/index.ts'
import { whatHowNext } from './whatHowNext/index.ts'
import { t } from './words.ts'

export type BuiltIn = { key: string; variantOf: string | null; body: TemplateBody }

const annualFor = (key: string, title: Text, dimensions: TemplateBody['dimensions']): BuiltIn => ({
  key,
  variantOf: 'annualResult',
  body: { ...withDimensions(annualResult, dimensions), title },
})

/** What every organization finds on its first day, in the order of the library. */
export const library: BuiltIn[] = [
  { key: 'annualResult', variantOf: null, body: annualResult },
  annualFor(
    'annualResultSales',
    t('年度结果面谈 · 销售与投标', 'Annual result talk: sales and bidding'),
    salesAndBidding,
  ),
  annualFor(
    'annualResultFinance',
    t('年度结果面谈 · 财务与年终决算', 'Annual result talk: finance and closing'),
    finance,
  ),
  { key: 'whatHowNext', variantOf: null, body: whatHowNext },
  { key: 'threeCores', variantOf: null, body: threeCores },
  { key: 'monthly', variantOf: null, body: monthly },
]
