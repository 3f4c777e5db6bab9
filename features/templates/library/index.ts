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

/** What a talk is for, in the order of a year. */
export const purposes = ['goals', 'rhythm', 'result', 'growth', 'improvement', 'decision'] as const
export type Purpose = (typeof purposes)[number]

export type BuiltIn = {
  key: string
  variantOf: string | null
  purpose: Purpose
  body: TemplateBody
}

const one = (key: string, purpose: Purpose, body: TemplateBody): BuiltIn => ({
  key,
  variantOf: null,
  purpose,
  body,
})

const annualFor = (key: string, title: Text, dimensions: TemplateBody['dimensions']): BuiltIn => ({
  key,
  variantOf: 'annualResult',
  purpose: 'result',
  body: { ...withDimensions(annualResult, dimensions), title },
})

/** What every organization finds on its first day, in the order of the library. */
export const library: BuiltIn[] = [
  one('annualResult', 'result', annualResult),
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
  one('whatHowNext', 'result', whatHowNext),
  one('threeCores', 'result', threeCores),
  one('monthly', 'rhythm', monthly),
  one('annualLean', 'result', annualLean),
  { key: 'annualFull', variantOf: 'annualResult', purpose: 'result', body: annualFull },
  one('goalSetting', 'goals', goalSetting),
  one('midReview', 'rhythm', midReview),
  one('followUp', 'rhythm', followUp),
  one('returnTalk', 'rhythm', returnTalk),
  one('development', 'growth', development),
  one('pip', 'improvement', pip),
  one('preDecision', 'decision', preDecision),
]

/** What a template of the library is for; null for one an organization made itself. */
export const purposeOf = (key: string): Purpose | null =>
  library.find((each) => each.key === key)?.purpose ?? null
