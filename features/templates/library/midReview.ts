import type { Field, TemplateBody } from '../contract.ts'
import { agreedGoals, minutes, ownNeeds, ownReminder, ownThoughts } from './common.ts'
import { recognition } from './recognition.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

/** How sure one is of the goals; a step on a road, not a mark. */
const confidence: Pick<Field, 'type' | 'anchors'> = {
  type: 'scale',
  anchors: [
    {
      value: 1,
      label: t('照现在做不成', 'Not this way'),
      meaning: t(
        '照现在的条件做不成，目标或条件要改',
        'Not under present conditions: goal or conditions must change',
      ),
    },
    {
      value: 2,
      label: t('悬', 'Doubtful'),
      meaning: t('有一处不解决就会落空', 'Will fail unless one thing is solved'),
    },
    {
      value: 3,
      label: t('五五开', 'Even'),
      meaning: t('看下一个月，五五开', 'Even chances; the next month will tell'),
    },
    {
      value: 4,
      label: t('有把握', 'Confident'),
      meaning: t('照现在的节奏能到', 'At the present pace we get there'),
    },
    {
      value: 5,
      label: t('稳了', 'Safe'),
      meaning: t('已经到手，可以去帮别人', 'Already in hand; free to help others'),
    },
  ],
}

/** 中期回顾: halfway, figures and confidence side by side, and goals changed while there is time. */
export const midReview: TemplateBody = {
  title: t('中期回顾', 'Midway review'),
  purpose: t(
    '路走到一半，看看数字、看看路况。该改目标就现在改，别等到年底再解释。不打分。',
    'Halfway along: the figures and the road. Goals that need changing are changed now, not explained in December. No rating.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfGoals',
      part: 'self',
      label: t('目标走到哪了', 'Where the goals stand'),
      fields: [
        own({
          key: 'selfGoals',
          type: 'goalReview',
          label: t('目标与进度', 'Goals and progress'),
          help: t(
            '“实际”写到今天为止。慢了的，写慢在哪一段，不用写检讨。',
            '“Actual” is as of today. Where it is slow, say which stretch; no confession needed.',
          ),
          example: {
            weak: t('按计划推进中。', 'Proceeding as planned.'),
            strong: t(
              '目标全年 12 家新客户，到 6 月 4 家。一季度等样机等了七周，五月以后每月能签一家半。',
              'Target 12 new customers, 4 by June. Seven weeks lost waiting for the sample; since May one and a half a month.',
            ),
          },
          required: true,
          min: 1,
          max: 12,
        }),
        own({
          key: 'selfConfidence',
          ...confidence,
          label: t('下半程我有几成把握', 'How sure I am of the second half'),
          help: t('这不是打分，是给主管看路况。', 'No mark: a report on the state of the road.'),
          required: true,
        }),
        own({
          key: 'selfObstacle',
          type: 'longText',
          label: t('最堵的一处', 'The worst bottleneck'),
          help: t('最近一次被它卡住是什么时候。', 'When did it last stop you?'),
        }),
        own({
          key: 'selfLearned',
          type: 'longText',
          label: t('上半程学到、想留到下半程用的', 'Learned so far, and worth keeping'),
        }),
        ownNeeds,
        ownThoughts,
      ],
    },
    {
      key: 'managerView',
      part: 'manager',
      label: t('我看到的路况', 'The road as I see it'),
      fields: [
        managers({
          key: 'noticed',
          type: 'statements',
          label: t('上半程我看见的好事', 'Good things I saw'),
          help: t('一到三件，要具体到哪一次。', 'One to three, down to the occasion.'),
          required: true,
          min: 1,
          max: 3,
          needs: ['case'],
        }),
        managers({
          key: 'confidence',
          ...confidence,
          label: t('下半程我有几成把握', 'How sure I am of the second half'),
          required: true,
        }),
        managers({
          key: 'changed',
          type: 'longText',
          label: t('外面变了什么', 'What has changed around us'),
          help: t(
            '客户、政策、人手、公司的安排。说清楚哪些目标因此该动。',
            'Customers, rules, people, company plans, and which goals should move because of them.',
          ),
        }),
        managers({
          key: 'myDebt',
          type: 'longText',
          label: t('我答应过、还没做到的', 'What I promised and still owe'),
          help: t(
            '先说自己的，对方才好说他的。',
            'Begin with your own; it makes theirs easier to say.',
          ),
        }),
        ownReminder,
      ],
    },
    {
      key: 'goals',
      part: 'talk',
      label: t('逐条看', 'One by one'),
      intro: t(
        '两个人都认这组数字，这一条才往下谈。',
        'A line is discussed once both accept its figures.',
      ),
      fields: [
        mode,
        shared({
          key: 'goals',
          type: 'goalReview',
          startsFrom: 'selfGoals',
          label: t('目标、进度与确认', 'Goals, progress, confirmed'),
          required: true,
          min: 1,
          max: 12,
        }),
        shared({
          key: 'causes',
          type: 'causes',
          label: t('慢了的，原因与办法', 'Where it is slow: causes and remedies'),
          max: 5,
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('下半程这样走', 'The second half'),
      fields: [
        shared({
          key: 'goalsStand',
          type: 'choice',
          label: t('目标动不动', 'Do the goals stand'),
          options: [
            { key: 'keep', label: t('都不动', 'All stand') },
            { key: 'change', label: t('改一部分', 'Some change') },
            { key: 'drop', label: t('有的放下', 'Some are dropped') },
          ],
          required: true,
        }),
        shared({
          key: 'goalChanges',
          type: 'longText',
          label: t('改了什么，为什么', 'What changes, and why'),
          help: t(
            '写清楚改前、改后和理由。年底看的是改后的。',
            'Before, after, and the reason. December looks at the new one.',
          ),
          condition: {
            any: [
              { field: 'goalsStand', equals: 'change' },
              { field: 'goalsStand', equals: 'drop' },
            ],
          },
          required: true,
          min: 10,
        }),
        agreedGoals,
        ...firstStep,
      ],
    },
    ...recognition,
    lastWords,
  ],
  steps: [
    {
      key: 'good',
      label: t('先看做成的', 'What worked'),
      minutes: 6,
      opening: t(
        '半年过得快。我先说一件我看见的，再听你说一件我没看见的。',
        'Half a year goes fast. I will name one thing I saw; then you tell me one I did not.',
      ),
      questions: [
        t('这件事里，哪个办法值得下半年接着用？', 'Which of your ways is worth keeping?'),
      ],
      fields: ['noticed', 'selfLearned'],
      ratingHidden: true,
    },
    {
      key: 'figures',
      label: t('逐条看数字', 'The figures'),
      minutes: 12,
      opening: t(
        '我们看同一张表，一条一条来。你先说，哪条最踏实，哪条最悬？',
        'The same table, line by line. You first: which is safest, which most doubtful?',
      ),
      questions: [
        t('数字和你的感觉，哪里对不上？', 'Where do the figures and your feeling disagree?'),
        t(
          '慢的这一段，是活多了、人少了，还是路走错了？',
          'The slow stretch: more work, fewer hands, or the wrong road?',
        ),
      ],
      fields: ['goals', 'selfConfidence', 'confidence'],
      ratingHidden: true,
      tip: t(
        '两个人的把握差两级以上，先弄清楚看的是不是同一件事。',
        'If your confidence differs by two steps, find out first whether you look at the same thing.',
      ),
    },
    {
      key: 'road',
      label: t('路上的石头', 'Stones on the road'),
      minutes: 8,
      opening: t(
        '我欠你的我先说。你那边最堵的一处在哪？',
        'What I owe you comes first. Where is your worst bottleneck?',
      ),
      questions: [t('我做哪一件事，它就能松动？', 'What could I do that would loosen it?')],
      fields: ['myDebt', 'selfObstacle', 'causes', 'selfSupport'],
      ratingHidden: true,
    },
    {
      key: 'change',
      label: t('目标要不要改', 'Should goals change'),
      minutes: 8,
      opening: t(
        '外面变了几件事。哪条目标还当真，哪条已经不当真了？',
        'A few things around us have changed. Which goals do we still mean, and which not?',
      ),
      questions: [
        t('改完以后，年底我们看什么？', 'Once changed, what will we look at in December?'),
      ],
      fields: ['changed', 'goalsStand', 'goalChanges', 'minutes'],
      ratingHidden: true,
      tip: t(
        '不当真的目标最伤人，要么改，要么放下。',
        'A goal nobody means does most harm: change it or drop it.',
      ),
    },
    {
      key: 'next',
      label: t('下半程头一步', 'The first step'),
      minutes: 6,
      opening: t('下周一你先动哪一件？', 'What will you start with on Monday?'),
      questions: [
        t('一个月以后，我们凭什么知道走对了？', 'In a month, how will we know it was right?'),
      ],
      fields: ['nextGoals', 'supportNeeds', 'nextStepInOwnWords'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('做成的事', 'What worked'),
    t('逐条看数字', 'The figures'),
    t('堵在哪里', 'Bottlenecks'),
    t('目标要不要改', 'Should goals change'),
    t('下半程头一步', 'The first step'),
  ],
}
