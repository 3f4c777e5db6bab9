import type { Field } from '../contract.ts'
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
import { eightSteps } from '../library/annualResult/steps.ts'
import { managers, own, shared, t } from '../library/words.ts'
import type { Block } from './contract.ts'
import { indicatorSets, tableOf } from './indicators/rules.ts'
import { listening } from './listening/rules.ts'

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
    key: 'threeCores',
    label: t('三重核心', 'Three cores'),
    use: t(
      '复盘过去、校准现在、规划未来，各一段。',
      'Look back, calibrate, look ahead: a paragraph each.',
    ),
    parts: ['self', 'manager', 'talk'],
    fields: [
      shared({
        key: 'past',
        type: 'longText',
        label: t('复盘过去：做得怎样，为什么会这样', 'Past: how it went, and why'),
        help: t(
          '两三件最要紧的事，说经过。自己的原因和外面的原因分开写。',
          'The two or three things that mattered, as they happened. Keep your own causes and outside ones apart.',
        ),
      }),
      shared({
        key: 'present',
        type: 'longText',
        label: t('校准现在：期望是不是还一致', 'Present: do our expectations still agree'),
        help: t(
          '标准变没变，轻重缓急变没变，差距在哪里。',
          'Have standards changed, or priorities; where is the gap?',
        ),
      }),
      shared({
        key: 'future',
        type: 'longText',
        label: t('规划未来：往哪走，怎么走，要什么支持', 'Future: where to, how, with what help'),
        help: t(
          '写一个方向、头一步、一个需要别人做的动作。',
          'One direction, the first step, and one thing somebody else has to do.',
        ),
      }),
    ],
  },
  {
    key: 'eightSteps',
    label: t('八大步骤纪要', 'Notes on the eight steps'),
    use: t(
      '照八步谈、每步记一笔的时候用。',
      'For talks along the eight steps, with a note on each.',
    ),
    parts: ['talk'],
    fields: eightSteps.map((step, at) =>
      shared({
        key: `step${at + 1}`,
        type: 'longText',
        label: t(`${at + 1} ${step.label.zh}`, `${at + 1} ${step.label.en}`),
        ...(step.tip && { help: step.tip }),
      }),
    ),
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
  ...listening,
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
  ...indicatorSets.map((set) => ({
    key: `indicators.${set.key}`,
    label: t(`指标 · ${set.label.zh}`, `Indicators: ${set.label.en}`),
    use: t(
      `${set.indicators.map(({ label }) => label.zh).join('、')}。数从哪来、占多少都写好了，不合适的可以删。`,
      `${set.indicators.map(({ label }) => label.en).join(', ')}: with where each figure comes from and what it weighs. Take out what does not fit.`,
    ),
    parts: ['self', 'manager', 'talk'] as const,
    fields: [tableOf(set)],
  })),
]
