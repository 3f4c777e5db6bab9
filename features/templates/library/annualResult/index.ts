import type { TemplateBody } from '../../contract.ts'
import { general } from '../dimensions.ts'
import { fivePoints } from '../scale.ts'
import { t } from '../words.ts'
import { managerSections, selfSections } from './prepare.ts'
import { agreementSections, stageSections, talkSections } from './record.ts'
import { eightSteps } from './steps.ts'

/** 年度结果面谈: the eight steps, with ratings by dimension. */
export const annualResult: TemplateBody = {
  title: t('年度结果面谈', 'Annual result talk'),
  purpose: t(
    '一年一次，把结果说清楚，把原因找出来，把明年的头几步定下来。先听自评，再说评价，八步一小时。',
    'Once a year: make the result clear, find the reasons, settle the first steps of the next year. Their view first, then yours; eight steps in an hour.',
  ),
  scale: fivePoints,
  dimensions: general,
  sections: [
    ...selfSections,
    ...managerSections,
    ...stageSections,
    ...talkSections,
    ...agreementSections,
  ],
  steps: eightSteps,
  agenda: [
    t('近况与今天的安排', 'How things are, and the plan for today'),
    t('你的自评', 'Your own view'),
    t('我的看法和差异', 'My view, and where we differ'),
    t('年度重点事项', 'Key matters of the year'),
    t('改进办法', 'Ways to improve'),
    t('支持与成长', 'Support and growth'),
    t('下阶段目标', 'Goals for the next period'),
    t('确认与签字', 'Confirm and sign'),
  ],
}
