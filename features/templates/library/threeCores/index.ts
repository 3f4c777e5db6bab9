import type { TemplateBody } from '../../contract.ts'
import {
  agreedGoals,
  agreedSupport,
  confirmation,
  minutes,
  ownGrowth,
  ownNeeds,
  ownReminder,
  ownThoughts,
  remarks,
  restated,
  threeByThree,
} from '../common.ts'
import { recognition } from '../recognition.ts'
import { stageSections } from '../annualResult/record.ts'
import { fivePoints, managersRatings, ownRatings } from '../scale.ts'
import { own, shared, t } from '../words.ts'
import { dimensions, steps } from './steps.ts'

/** 三重核心: look back, calibrate, look ahead. Half the time belongs to the future. */
export const threeCores: TemplateBody = {
  title: t('三重核心', 'Three cores'),
  purpose: t(
    '复盘过去，校准现在，规划未来。适合半年一次、想多谈发展的面谈：往前看的时间占一半。',
    'Look back, calibrate, look ahead. For a half-yearly talk with development at its centre: half the time belongs to the future.',
  ),
  scale: fivePoints,
  dimensions,
  sections: [
    {
      key: 'selfPast',
      part: 'self',
      label: t('回头看', 'Looking back'),
      fields: [
        own({
          key: 'selfHighlights',
          type: 'statements',
          label: t('值得的事', 'Worth the effort'),
          help: t(
            '一到五件，哪一次、做了什么、有什么不同了。',
            'One to five: which occasion, what you did, what is different now.',
          ),
          example: {
            weak: t('顺利完成系统上线。', 'System launch completed successfully.'),
            strong: t(
              '切换当晚发现两家客户还在用旧接口，我先写了回退脚本再动手，第二天零投诉。',
              'On the night of the switch I found two customers still on the old interface and wrote the rollback script first; not one complaint next day.',
            ),
          },
          required: true,
          mayFeedRating: true,
          min: 1,
          max: 5,
          needs: ['case'],
        }),
        own({
          key: 'selfRegret',
          type: 'longText',
          label: t('最想重来一次的事', 'What I would most like to do over'),
          help: t(
            '如果能回到那一天，你会先做什么？',
            'If you were back on that day, what would you do first?',
          ),
          required: true,
          mayFeedRating: true,
        }),
      ],
    },
    {
      key: 'selfNow',
      part: 'self',
      label: t('看现在', 'Where things stand'),
      intro: t(
        '目标还对不对，什么在挡路，这个节奏能不能一直走下去。',
        'Are the goals still right, what is in the way, can this pace be kept.',
      ),
      fields: [
        own({
          key: 'selfExpectations',
          type: 'longText',
          label: t('我理解的轻重缓急', 'My priorities as I understand them'),
          help: t(
            '按顺序写三件。谈的时候和主管的那份放在一起看。',
            'Three, in order. In the talk they will lie next to your manager’s.',
          ),
          required: true,
          min: 10,
        }),
        own({
          key: 'selfObstacle',
          type: 'longText',
          label: t('最大的障碍', 'The biggest obstacle'),
        }),
        own({
          key: 'selfPace',
          type: 'choice',
          label: t('现在的节奏', 'My present pace'),
          help: t('这一题不进评价。', 'This does not count towards the rating.'),
          options: [
            { key: 'good', label: t('可以一直这样', 'I can keep this up') },
            { key: 'busy', label: t('忙，但撑得住', 'Busy, but bearable') },
            { key: 'tooMuch', label: t('撑不了太久', 'Not for much longer') },
          ],
        }),
        own({
          key: 'selfPaceWhy',
          type: 'longText',
          label: t('松动哪一处会好一些', 'What would have to give'),
          condition: { field: 'selfPace', equals: 'tooMuch' },
        }),
        ...ownRatings(dimensions),
      ],
    },
    {
      key: 'selfFuture',
      part: 'self',
      label: t('往前看', 'Looking ahead'),
      fields: [ownGrowth, ownNeeds, ownThoughts],
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
      label: t('校准', 'Calibration'),
      fields: [
        {
          ...own({
            key: 'expectations',
            type: 'longText',
            label: t('我眼里的轻重缓急', 'The priorities as I see them'),
            help: t(
              '同样按顺序写三件，不要先看对方的。',
              'Three, in order, without looking at theirs first.',
            ),
            required: true,
            min: 10,
          }),
          writer: 'manager',
        },
        ...managersRatings(dimensions),
        ownReminder,
      ],
    },
    ...stageSections,
    {
      key: 'past',
      part: 'talk',
      label: t('复盘过去', 'Looking back'),
      fields: [
        shared({
          key: 'keyMatters',
          type: 'keyMatters',
          label: t('一起看的两三件事', 'The two or three things we looked at'),
          required: true,
          mayFeedRating: true,
          min: 1,
          max: 5,
        }),
        shared({
          key: 'causes',
          type: 'causes',
          label: t('为什么会这样', 'Why it went this way'),
          max: 5,
        }),
      ],
    },
    {
      key: 'now',
      part: 'talk',
      label: t('校准现在', 'Calibrating'),
      fields: [
        shared({
          key: 'calibrated',
          type: 'longText',
          label: t('对过以后的轻重缓急', 'Priorities after comparing'),
          help: t(
            '先做什么、后做什么、可以不做什么。',
            'What comes first, what later, and what may be left undone.',
          ),
          required: true,
        }),
        minutes,
      ],
    },
    {
      key: 'future',
      part: 'agreement',
      label: t('规划未来', 'Looking ahead'),
      fields: [
        agreedGoals,
        shared({
          key: 'growth',
          type: 'longText',
          startsFrom: 'selfGrowth',
          label: t('想长的本事和想担的角色', 'Skills to grow, roles to take on'),
          help: t(
            '写明第一次练手在哪件事上，谁带。',
            'Say where the first practice will be, and who will be the guide.',
          ),
          required: true,
        }),
        agreedSupport,
        restated,
      ],
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
    t('复盘过去', 'Looking back'),
    t('校准现在', 'Where we stand'),
    t('规划未来（一半时间）', 'Looking ahead (half the time)'),
  ],
}
