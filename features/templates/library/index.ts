import type { TemplateBody, Text } from '../contract.ts'
import { withDimensions } from '../building/rules.ts'
import { annualFull } from './annualFull.ts'
import { annualLean } from './annualLean.ts'
import { annualResult } from './annualResult/index.ts'
import { development } from './development.ts'
import { finance, salesAndBidding } from './dimensions.ts'
import { followUp } from './followUp.ts'
import { goalSetting } from './goalSetting.ts'
import { midReview } from './midReview.ts'
import { monthly } from './monthly.ts'
import { pip } from './pip.ts'
import { preDecision } from './preDecision.ts'
import { returnTalk } from './returnTalk.ts'
import { threeCores } from './threeCores/index.ts'
import { whatHowNext } from './whatHowNext/index.ts'
import { t } from './words.ts'

export type BuiltIn = { key: string; variantOf: string | null; body: TemplateBody }

const one = (key: string, body: TemplateBody): BuiltIn => ({ key, variantOf: null, body })

const annualFor = (key: string, title: Text, dimensions: TemplateBody['dimensions']): BuiltIn => ({
  key,
  variantOf: 'annualResult',
  body: { ...withDimensions(annualResult, dimensions), title },
})

/** What every organization finds on its first day, in the order of the library. */
export const library: BuiltIn[] = [
  one('annualResult', annualResult),
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
  one('whatHowNext', whatHowNext),
  one('threeCores', threeCores),
  one('monthly', monthly),
  one('annualLean', annualLean),
  one('annualFull', annualFull),
  one('goalSetting', goalSetting),
  one('midReview', midReview),
  one('followUp', followUp),
  one('returnTalk', returnTalk),
  one('development', development),
  one('pip', pip),
  one('preDecision', preDecision),
]
