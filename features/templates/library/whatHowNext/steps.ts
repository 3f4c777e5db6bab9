import type { Dimension, Step } from '../../contract.ts'
import { t } from '../words.ts'

export const dimensions: Dimension[] = [
  {
    key: 'what',
    label: t('目标达成', 'Goals reached'),
    help: t(
      '约好的事到了没有。条件变了的，按改过的目标看。',
      'Whether the agreed things happened. Where conditions changed, look at the revised goal.',
    ),
    weight: 50,
  },
  {
    key: 'how',
    label: t('做事过程', 'How it was done'),
    help: t(
      '方法能不能再用一次，风险是提前说的还是事后说的，和别人配合得顺不顺。',
      'Could the method be used again, were risks raised before or after, did working with others go smoothly.',
    ),
    weight: 30,
  },
  {
    key: 'next',
    label: t('改进与准备', 'Improving and preparing'),
    help: t(
      '上次说好要改的改了没有，为下一步做了哪些准备。',
      'Whether last time’s agreed changes were made, and what was prepared for the next step.',
    ),
    weight: 20,
  },
]

/** Forty-five minutes: the figures, the way there, the plan. */
export const steps: Step[] = [
  {
    key: 'what',
    label: t('做到了什么', 'What'),
    minutes: 12,
    opening: t(
      '我们一条条来：当初说好的是这个，你看现在算到了几成？',
      'One by one: this is what we had agreed. How far along would you say it is?',
    ),
    questions: [
      t('哪个数字你自己都有点意外？', 'Which figure surprised even you?'),
      t(
        '有没有目标，中途其实该改而没改？',
        'Was there a goal we should have changed on the way, and did not?',
      ),
    ],
    fields: ['selfGoals', 'goals'],
    ratingHidden: true,
    tip: t('先把数字对齐，再谈看法。', 'Agree on the figures before exchanging views.'),
  },
  {
    key: 'how',
    label: t('怎么做到的', 'How'),
    minutes: 18,
    opening: t(
      '从做成的那件说起吧，你觉得最关键的是哪一步？然后我们看没做成的。',
      'Start with the one that worked: which step was the key? Then we look at the other.',
    ),
    questions: [
      t('这一招换个项目还灵吗？', 'Would this work on another project?'),
      t(
        '第一次发现不对劲是什么时候，当时你告诉了谁？',
        'When did you first notice something was off, and whom did you tell?',
      ),
      t('我这边有哪件事拖了你的后腿？', 'What did I do, or fail to do, that held you back?'),
    ],
    fields: [
      'selfHighlights',
      'selfGaps',
      'strengths',
      'gaps',
      ...dimensions.flatMap(({ key }) => [`selfRating.${key}`, `rating.${key}`]),
      'causes',
      'worthKeeping',
      'minutes',
      'differenceNote',
    ],
    ratingHidden: false,
  },
  {
    key: 'next',
    label: t('接下来怎么做', 'Next'),
    minutes: 15,
    opening: t(
      '往下走，我们先动哪一处？哪些要我去协调，哪些要公司出面？',
      'So what do we start with? What should I arrange, and what does the company have to provide?',
    ),
    questions: [
      t(
        '第一步小到什么程度，这周就能动手？',
        'How small must the first step be to begin this week?',
      ),
      t('到哪天我们一起回头看一眼？', 'On which day do we look back together?'),
    ],
    fields: [
      'selfIdeas',
      'selfSupport',
      'supports',
      'nextGoals',
      'supportNeeds',
      'nextStepInOwnWords',
      'outcome',
      'openPoints',
    ],
    ratingHidden: false,
    tip: t('没有人名和日期的话，不算计划。', 'Without a name and a date it is not a plan.'),
  },
]
