import type { Dimension, TemplateBody } from '../contract.ts'
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
} from './common.ts'
import { stageSections } from './annualResult/record.ts'
import { fivePoints, managersRatings, ownRatings } from './scale.ts'
import { own, shared, t } from './words.ts'

const dimensions: Dimension[] = [
  {
    key: 'contribution',
    label: t('贡献', 'Contribution'),
    help: t(
      '少了这个人做的事，团队今年会差在哪里。',
      'What the team would have missed this year without this person’s work.',
    ),
    weight: 50,
  },
  {
    key: 'conduct',
    label: t('做法', 'Ways of working'),
    help: t(
      '遇到难处时怎么做事、怎么对人。',
      'How they work, and treat people, when it gets difficult.',
    ),
    weight: 30,
  },
  {
    key: 'potential',
    label: t('成长', 'Growth'),
    help: t(
      '接没接过比现在大一号的活，接得怎样。',
      'Whether they took on something a size larger, and how it went.',
    ),
    weight: 20,
  },
]

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
    { key: 'remarks', part: 'agreement', label: t('备注', 'Remarks'), fields: remarks },
    { key: 'confirmation', part: 'agreement', label: t('确认', 'Confirmation'), fields: confirmation },
  ],
  steps: [
    {
      key: 'past',
      label: t('复盘过去', 'Looking back'),
      minutes: 15,
      opening: t(
        '这半年我印象最深的是你那次半夜改方案。不过先听你的：回头看，哪件事最值？',
        'What stayed with me was the night you rewrote the plan. But you first: looking back, what was most worth it?',
      ),
      questions: [
        t('那件不顺的事，如果给你多一周，你会用在哪儿？', 'The one that went badly: with one more week, where would you spend it?'),
        t('有没有哪次结果不好，但做法是对的？', 'Was there a poor result from a good approach?'),
        t('我当时做的哪个决定，让你难做了？', 'Which decision of mine made it harder for you?'),
      ],
      fields: ['selfHighlights', 'selfRegret', 'strengths', 'gaps', 'keyMatters', 'causes'],
      ratingHidden: true,
      tip: t(
        '把开场那句话里的事换成你真记得的一件。',
        'Replace the case in the opening line with one you truly remember.',
      ),
    },
    {
      key: 'now',
      label: t('校准现在', 'Calibrating'),
      minutes: 15,
      opening: t(
        '我们各写了三件最要紧的事，摊开看看：顺序一样吗？',
        'We each wrote down three priorities. Let us put them side by side: same order?',
      ),
      questions: [
        t('哪件事你在做，但觉得已经不该做了？', 'What are you still doing that no longer needs doing?'),
        t('照现在这样再走半年，会怎样？', 'If this goes on for another six months, where will it lead?'),
        t('我这一级的评价，哪一句和你的感受差得最远？', 'Which sentence of my assessment is furthest from how it felt?'),
      ],
      fields: [
        'selfExpectations',
        'expectations',
        'selfObstacle',
        'selfPace',
        'selfPaceWhy',
        ...dimensions.flatMap(({ key }) => [`selfRating.${key}`, `rating.${key}`]),
        'differenceNote',
        'calibrated',
        'minutes',
      ],
      ratingHidden: false,
    },
    {
      key: 'future',
      label: t('规划未来', 'Looking ahead'),
      minutes: 30,
      opening: t(
        '后面这半小时都留给以后。要是明年这时候我们再坐在这里，你希望有什么不一样？',
        'The next half hour is all about what comes. If we sit here again next year, what would you like to be different?',
      ),
      questions: [
        t('想学的这件事，谁身上有你想要的样子？', 'Who already does it the way you would like to?'),
        t('哪个机会给你，你会有点怕，但想试？', 'Which chance would scare you a little, and tempt you anyway?'),
        t('我每个月做哪一件小事，对你最有用？', 'What small thing could I do every month that would help most?'),
      ],
      fields: ['selfGrowth', 'selfSupport', 'supports', 'nextGoals', 'growth', 'supportNeeds', 'nextStepInOwnWords', 'outcome', 'openPoints'],
      ratingHidden: false,
      tip: t(
        '少给建议，多问一句“还有呢”。',
        'Less advice; ask “and what else?” once more.',
      ),
    },
  ],
  agenda: [
    t('复盘过去', 'Looking back'),
    t('校准现在', 'Where we stand'),
    t('规划未来（一半时间）', 'Looking ahead (half the time)'),
  ],
}
