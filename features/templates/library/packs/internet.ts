import type { Dimension } from '../../contract.ts'
import { managers, own, shared, t } from '../words.ts'
import { lightTalk } from './building.ts'

/** What a year of building products is looked at by. */
export const internetDimensions: Dimension[] = [
  {
    key: 'impact',
    label: t('做出的变化', 'What changed because of it'),
    help: t(
      '用户或同事现在能做什么，以前不能。数据有就给数据，没有就给例子。',
      'What users or colleagues can do now and could not before: by data where there are any, otherwise by cases.',
    ),
    weight: 40,
  },
  {
    key: 'craft',
    label: t('手艺与质量', 'Craft and quality'),
    help: t(
      '设计经不经得起改，线上稳不稳，别人读不读得懂。',
      'Whether the design bears change, production is stable, others can read it.',
    ),
    weight: 25,
  },
  {
    key: 'ownership',
    label: t('把事扛到底', 'Seeing things through'),
    help: t(
      '含糊的事谁来问清楚，出故障谁先到，复盘以后谁把口子补上。',
      'Who clears up what is vague, who is first when it breaks, who closes the gap after the review.',
    ),
    weight: 20,
  },
  {
    key: 'others',
    label: t('让别人更强', 'Making others stronger'),
    help: t(
      '评审、文档、带人、跨组配合：少了他，谁会慢下来。',
      'Reviews, documents, mentoring, work across groups: who would be slower without them.',
    ),
    weight: 15,
  },
]

/** 研发双周谈: thirty minutes about the work, the person and the way there. */
export const internetMonthly = lightTalk({
  title: t('研发一对一 30 分钟', 'One-to-one in product and engineering'),
  purpose: t(
    '进度站会上说，这里说站会上说不了的：卡在哪、值不值得、想往哪长。不打分，也不进评价。',
    'Progress belongs to the stand-up; this is for what does not: what is stuck, whether it is worth it, where to grow. No rating, and it feeds none.',
  ),
  self: [
    own({
      key: 'selfEnergy',
      type: 'scale',
      label: t('这段时间的状态', 'How it has felt lately'),
      help: t('只给你们两个人开个头。', 'Only a way for the two of you to begin.'),
      anchors: [
        { value: 1, label: t('快没电了', 'Running on empty') },
        { value: 2, label: t('有点累', 'Tired') },
        { value: 3, label: t('平稳', 'Steady') },
        { value: 4, label: t('有劲', 'Well') },
        { value: 5, label: t('停不下来', 'On a roll') },
      ],
    }),
    own({
      key: 'selfStuck',
      type: 'longText',
      label: t('卡住我的一件事', 'What has me stuck'),
      help: t(
        '技术的、决策的、配合的都行。没有就写“没有”。',
        'Technical, a decision, working with others. If nothing, say so.',
      ),
      example: {
        weak: t('需求老变。', 'Requirements keep changing.'),
        strong: t(
          '结算口径两个产品说法不一样，我改了三版。想请你拉他们十五分钟定下来。',
          'Two product managers define settlement differently; I rebuilt it three times. Could you get both into a room for fifteen minutes?',
        ),
      },
      required: true,
    }),
    own({
      key: 'selfLearned',
      type: 'longText',
      label: t('最近弄懂的一件事', 'Something I have come to understand'),
    }),
    own({
      key: 'selfMore',
      type: 'shortText',
      label: t('想多做一点的事', 'What I would like to do more of'),
    }),
  ],
  manager: [
    managers({
      key: 'noticed',
      type: 'longText',
      label: t('我注意到的一次好判断', 'A good decision I noticed'),
      help: t(
        '哪次评审、哪次取舍，带来了什么。',
        'Which review, which trade-off, and what came of it.',
      ),
      required: true,
    }),
    managers({
      key: 'context',
      type: 'longText',
      label: t('该同步的背景', 'Background to share'),
      help: t(
        '方向、优先级、组织的变化；不确定的也说不确定。',
        'Direction, priorities, changes; what is uncertain is called so.',
      ),
    }),
  ],
  talk: [
    shared({
      key: 'tradeoffs',
      type: 'keyMatters',
      label: t('要定的取舍', 'Trade-offs to settle'),
      help: t('做什么、先不做什么、谁来拍板。', 'What to do, what to leave, who decides.'),
      max: 3,
    }),
  ],
  steps: [
    {
      key: 'energy',
      label: t('状态', 'How you are'),
      minutes: 5,
      opening: t(
        '先不说项目。这两周人怎么样？',
        'Leave the project aside for a moment: how have these two weeks been for you?',
      ),
      questions: [t('什么事给你劲，什么事耗你？', 'What gives you energy, what takes it?')],
      fields: ['selfEnergy', 'noticed'],
      ratingHidden: true,
    },
    {
      key: 'stuck',
      label: t('卡点', 'What is stuck'),
      minutes: 9,
      opening: t(
        '有什么事，不该由你一个人扛着？',
        'Is there anything you should not have to carry alone?',
      ),
      questions: [
        t(
          '如果我来做决定，你最想听到哪个？',
          'If it were mine to decide, what would you hope for?',
        ),
      ],
      fields: ['selfStuck', 'tradeoffs', 'supportNeeds'],
      ratingHidden: true,
      tip: t('先问清楚，别急着给方案。', 'Understand first; hold back the solution.'),
    },
    {
      key: 'context',
      label: t('方向', 'Where we are heading'),
      minutes: 6,
      opening: t(
        '我知道的变化，先跟你说。听完你觉得哪里不对？',
        'Here is what I know of the changes. What seems wrong to you?',
      ),
      questions: [t('现在手上的事，哪件可以不做？', 'What on your list could be dropped?')],
      fields: ['context'],
      ratingHidden: true,
    },
    {
      key: 'grow',
      label: t('成长', 'Growing'),
      minutes: 6,
      opening: t(
        '最近弄懂了什么？下一件想弄懂的是什么？',
        'What have you come to understand lately, and what is next?',
      ),
      questions: [t('组里谁可以和你一起做？', 'Who in the group could do it with you?')],
      fields: ['selfLearned', 'selfMore'],
      ratingHidden: true,
    },
    {
      key: 'next',
      label: t('说定', 'Settled'),
      minutes: 4,
      opening: t(
        '下次见面前，我们各做成一件什么？',
        'By next time, what does each of us get done?',
      ),
      questions: [t('我哪里可以做得不一样？', 'What should I do differently?')],
      fields: ['nextGoals', 'minutes'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('状态', 'How you are'),
    t('卡点', 'What is stuck'),
    t('方向', 'Where we are heading'),
    t('成长', 'Growing'),
    t('说定', 'Settled'),
  ],
})
