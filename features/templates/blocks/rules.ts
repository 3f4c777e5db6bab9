import type { Field, Part, Text } from '../contract.ts'
import {
  agreedGoals,
  agreedSupport,
  confirmation,
  minutes,
  ownNeeds,
  ownReminder,
  ownThoughts,
  remarks,
  restated,
  threeByThree,
} from '../library/common.ts'
import { managers, own, shared, t } from '../library/words.ts'

/** Questions that belong together and have proved themselves, to be put into a template as they are. */
export interface Block {
  key: string
  label: Text
  /** What it is good for, in one sentence. */
  use: Text
  /** The parts it fits into; in others its fields change hands. */
  parts: readonly Part[]
  fields: readonly Field[]
}

const best = (variant: 'A' | 'B'): Field =>
  managers({
    key: `best${variant}`,
    type: 'best',
    variant,
    label:
      variant === 'A'
        ? t('肯定（BEST A）', 'Praise (BEST A)')
        : t('提醒（BEST B）', 'Correction (BEST B)'),
    min: 1,
    max: 5,
  })

export const blocks: readonly Block[] = [
  {
    key: 'threeByThree',
    label: t('三三原则', '3 + 3 + 3'),
    use: t(
      '三个优点、三个改进点、三个支持，每条都有真事。',
      'Three strengths, three gaps, three kinds of support, each with a case.',
    ),
    parts: ['manager'],
    fields: threeByThree,
  },
  {
    key: 'best',
    label: t('BEST 反馈', 'BEST feedback'),
    use: t(
      '一段肯定、一段提醒，各四句话。',
      'One piece of praise and one correction, four sentences each.',
    ),
    parts: ['manager', 'talk'],
    fields: [best('A'), best('B')],
  },
  {
    key: 'whatHowNext',
    label: t('做到了什么、怎么做到、接下来', 'What, how, next'),
    use: t(
      '三问看清一段时间：结果、过程、打算。',
      'Three questions about a stretch of time: results, ways, intentions.',
    ),
    parts: ['self', 'manager', 'talk'],
    fields: [
      own({
        key: 'what',
        type: 'goalReview',
        label: t('做到了什么', 'What was reached'),
        help: t('目标对着实际，一条一条看。', 'Goals beside what came of them, one by one.'),
        max: 10,
      }),
      own({
        key: 'how',
        type: 'statements',
        label: t('怎么做到的', 'How it was done'),
        help: t(
          '一件做成的、一件没做成的，各写经过。',
          'One thing that worked and one that did not, as they happened.',
        ),
        max: 6,
        needs: ['situation'],
      }),
      own({
        key: 'next',
        type: 'longText',
        label: t('接下来怎么做', 'What comes next'),
      }),
    ],
  },
  {
    key: 'ownNeeds',
    label: t('我需要的支持', 'Support I need'),
    use: t('要什么、为什么、什么时候要。', 'What, why and by when.'),
    parts: ['self'],
    fields: [ownNeeds],
  },
  {
    key: 'ownNotes',
    label: t('给自己的小抄', 'Notes to oneself'),
    use: t('只有写的人看得到。', 'Only the writer ever reads them.'),
    parts: ['self'],
    fields: [ownThoughts],
  },
  {
    key: 'managerNotes',
    label: t('给自己的提醒', 'A reminder to oneself'),
    use: t('只有主管自己看得到。', 'Only the manager ever reads it.'),
    parts: ['manager'],
    fields: [ownReminder],
  },
  {
    key: 'minutes',
    label: t('共同纪要', 'Shared minutes'),
    use: t(
      '谈的时候两个人一起写；每份模板都要有。',
      'Both write it during the talk; every template needs it.',
    ),
    parts: ['talk'],
    fields: [minutes],
  },
  {
    key: 'agreed',
    label: t('下阶段目标与支持', 'Next goals and support'),
    use: t(
      '说定做什么、谁来帮，再用自己的话说一遍。',
      'What was settled, who helps, and the same in one’s own words.',
    ),
    parts: ['agreement'],
    fields: [agreedGoals, agreedSupport, restated],
  },
  {
    key: 'confirmation',
    label: t('看法一致或如实记下不同', 'We agree, or say where we differ'),
    use: t('选“有不同”才会问哪里不同。', 'Where they differ is asked only if they do.'),
    parts: ['agreement'],
    fields: confirmation,
  },
  {
    key: 'remarks',
    label: t('双方补充与附件', 'Remarks of both, and files'),
    use: t('各写各的补充，附件一起封存。', 'Each adds a word; files are sealed along.'),
    parts: ['agreement'],
    fields: remarks,
  },
  {
    key: 'planTable',
    label: t('指标完成表', 'Indicators, target and actual'),
    use: t(
      '目标、实际、权重，完成率和得分自己算。',
      'Target, actual and weight; attainment and score reckon themselves.',
    ),
    parts: ['self', 'manager', 'talk'],
    fields: [
      shared({
        key: 'indicators',
        type: 'table',
        label: t('指标完成情况', 'Indicators'),
        columns: [
          { key: 'name', label: t('指标', 'Indicator'), type: 'text', required: true },
          { key: 'target', label: t('目标', 'Target'), type: 'number' },
          { key: 'actual', label: t('实际', 'Actual'), type: 'number' },
          { key: 'weight', label: t('权重', 'Weight'), type: 'number', total: 'sum' },
          {
            key: 'attained',
            label: t('完成率', 'Attained'),
            type: 'computed',
            formula: 'actual / target * 100',
            decimals: 1,
            unit: t('%', '%'),
          },
        ],
        max: 12,
      }),
    ],
  },
]
