import type { TemplateBody } from '../../contract.ts'
import {
  agreedGoals,
  agreedSupport,
  confirmation,
  minutes,
  ownNeeds,
  ownReminder,
  remarks,
  restated,
  threeByThree,
} from '../common.ts'
import { recognition } from '../recognition.ts'
import { stageSections } from '../annualResult/record.ts'
import { fivePoints, managersRatings, ownRatings } from '../scale.ts'
import { own, shared, t } from '../words.ts'
import { dimensions, steps } from './steps.ts'

/** 目标—过程—计划: three questions, one page, forty-five minutes. */
export const whatHowNext: TemplateBody = {
  title: t('目标—过程—计划', 'What, how, next'),
  purpose: t(
    '三问一页纸：做到了什么，怎么做到的，接下来怎么做。适合季度和项目收尾。',
    'Three questions on one page: what was reached, how, and what comes next. For quarters and the end of a project.',
  ),
  scale: fivePoints,
  dimensions,
  sections: [
    {
      key: 'selfWhat',
      part: 'self',
      label: t('做到了什么', 'What'),
      intro: t('先摆结果，好的坏的都放上来。', 'Results first, the good and the bad.'),
      fields: [
        own({
          key: 'selfGoals',
          type: 'goalReview',
          label: t('目标与达成', 'Goals and attainment'),
          help: t(
            '季度目标和年度目标里轮到这一段的，都算。',
            'This quarter’s goals, and the stretch of the annual ones that fell into it.',
          ),
          example: {
            weak: t('客户拜访按计划推进。', 'Customer visits proceeding as planned.'),
            strong: t(
              '计划拜访 24 家，完成 21 家，其中 6 家进入报价；没去的 3 家改在 1 月 15 日前。',
              '24 visits planned, 21 made, six now quoting; the other three by 15 January.',
            ),
          },
          required: true,
          mayFeedRating: true,
          min: 1,
          max: 10,
        }),
      ],
    },
    {
      key: 'selfHow',
      part: 'self',
      label: t('怎么做到的', 'How'),
      intro: t(
        '只看结果学不到东西。把一件做成的、一件没做成的拆开给人看。',
        'Results alone teach nothing. Take apart one thing that worked and one that did not.',
      ),
      fields: [
        own({
          key: 'selfHighlights',
          type: 'statements',
          label: t('做成的，靠的是什么', 'What worked, and why'),
          help: t(
            '写到别人照着也能做一遍的程度。',
            'Write it so that somebody else could repeat it.',
          ),
          example: {
            weak: t('团队配合得好。', 'The team worked well together.'),
            strong: t(
              '每天 8:45 三方站着对十分钟，缺料当天就换排产，这个季度没有停过线。',
              'Ten minutes standing at 8:45 every day, the three of us: shortages changed the plan the same day, and the line never stopped.',
            ),
          },
          required: true,
          mayFeedRating: true,
          min: 1,
          max: 5,
          needs: ['case'],
        }),
        own({
          key: 'selfGaps',
          type: 'statements',
          label: t('没做成的，卡在哪一步', 'What did not, and where it stuck'),
          help: t('写那一次的经过，不写性格。', 'The course of events, not traits.'),
          example: {
            weak: t('推进力度不够。', 'Did not push hard enough.'),
            strong: t(
              '样件 5 月 6 日就到了，我等图纸改版等到 20 日才送检。其实可以先送旧版排队。',
              'The sample came on 6 May; I waited for the new drawing until the 20th before sending it for testing. The old one could have held our place in the queue.',
            ),
          },
          required: true,
          mayFeedRating: true,
          min: 1,
          max: 5,
          needs: ['situation'],
        }),
      ],
    },
    {
      key: 'selfNext',
      part: 'self',
      label: t('接下来怎么做', 'Next'),
      fields: [
        own({
          key: 'selfIdeas',
          type: 'longText',
          label: t('我打算先动哪一处', 'Where I would start'),
          help: t(
            '还没有把握也写下来，谈的时候一起补。',
            'Write it even if unsure; you will complete it together.',
          ),
          required: true,
        }),
        ownNeeds,
      ],
    },
    {
      key: 'selfRating',
      part: 'self',
      label: t('给自己一个位置', 'Where I see myself'),
      fields: ownRatings(dimensions),
    },
    {
      key: 'threeByThree',
      part: 'manager',
      label: t('三个优点，三个改进点，三个支持', 'Three strengths, three gaps, three supports'),
      fields: threeByThree,
    },
    {
      key: 'rating',
      part: 'manager',
      label: t('评价', 'Assessment'),
      fields: [...managersRatings(dimensions), ownReminder],
    },
    ...stageSections,
    {
      key: 'what',
      part: 'talk',
      label: t('目标回顾 What', 'What: goals'),
      intro: t('两个人对同一组数字点头。', 'Two people agree on one set of figures.'),
      fields: [
        shared({
          key: 'goals',
          type: 'goalReview',
          startsFrom: 'selfGoals',
          label: t('目标、实际与达成', 'Goals, results, attainment'),
          required: true,
          mayFeedRating: true,
          min: 1,
          max: 10,
        }),
      ],
    },
    {
      key: 'how',
      part: 'talk',
      label: t('过程分析 How', 'How: the way there'),
      fields: [
        shared({
          key: 'causes',
          type: 'causes',
          label: t('卡住的地方：原因与办法', 'Where it stuck: causes and remedies'),
          help: t(
            '一件事一行。先问是没经验、易出错，还是流程和资源的问题。',
            'One matter per line. Ask first: inexperience, easy to get wrong, or process and resources?',
          ),
          max: 8,
        }),
        shared({
          key: 'worthKeeping',
          type: 'longText',
          label: t('值得留下的做法', 'Worth keeping'),
          help: t(
            '哪一招可以写进作业指导，或者教给别的组？',
            'Which of these belongs in the work instruction, or could be taught to another team?',
          ),
          required: true,
        }),
        minutes,
      ],
    },
    {
      key: 'next',
      part: 'agreement',
      label: t('行动计划 Next', 'Next: the plan'),
      intro: t('每一行都写清谁做、哪天做完。', 'Every line says who does it and by which day.'),
      fields: [agreedGoals, agreedSupport, restated],
    },
    ...recognition,
    { key: 'remarks', part: 'agreement', label: t('备注', 'Remarks'), fields: remarks },
    {
      key: 'confirmation',
      part: 'agreement',
      label: t('确认', 'Confirmation'),
      fields: confirmation,
    },
  ],
  steps,
  agenda: [
    t('做到了什么：目标与数字', 'What: goals and figures'),
    t('怎么做到的：成与不成', 'How: what worked and what did not'),
    t('接下来怎么做：人与日期', 'Next: names and dates'),
  ],
}
