import type { Dimension } from '../../contract.ts'
import { managers, own, shared, t } from '../words.ts'
import { lightTalk } from './building.ts'

/** What a year with customers is looked at by. */
export const chainDimensions: Dimension[] = [
  {
    key: 'customers',
    label: t('顾客愿意再来', 'Customers who come again'),
    help: t(
      '被顾客记住的几次，和没接住的几次。看事，不看笑得够不够。',
      'The times customers remember and the times we missed. Deeds, not smiles.',
    ),
    weight: 35,
  },
  {
    key: 'standard',
    label: t('标准守得住', 'Standards kept'),
    help: t(
      '高峰时、没人看时，标准还剩几成；不合理的标准提过没有。',
      'How much holds at rush hour and when nobody looks; whether senseless rules were raised.',
    ),
    weight: 30,
  },
  {
    key: 'shift',
    label: t('一个班搭得顺', 'A shift that works together'),
    help: t(
      '补位、交接、临时顶班，以及别人愿不愿意和他一个班。',
      'Covering, handing over, standing in, and whether others like sharing a shift.',
    ),
    weight: 20,
  },
  {
    key: 'teaching',
    label: t('带新人与会的岗位', 'Newcomers and stations'),
    help: t(
      '带出来几个能独立上岗的，自己又会了哪个岗。',
      'Newcomers who now stand alone, and stations learned oneself.',
    ),
    weight: 15,
  },
]

/** 门店月谈: fifteen minutes in the quiet hour. */
export const chainMonthly = lightTalk({
  title: t('门店月谈 15 分钟', 'Store talk: fifteen minutes'),
  purpose: t(
    '挑个不忙的钟点，坐下来十五分钟：一位顾客、一条标准、一个班次、一个新本事。不打分。',
    'Fifteen minutes in a quiet hour: one customer, one standard, one shift, one new skill. No rating.',
  ),
  self: [
    own({
      key: 'selfCustomer',
      type: 'longText',
      label: t('这个月忘不了的一位顾客', 'A customer I will not forget this month'),
      help: t('夸你的、难缠的都行。', 'Grateful or difficult.'),
      example: {
        weak: t('顾客都挺满意。', 'Customers were satisfied.'),
        strong: t(
          '周六那位阿姨要退拆封的，我先让她坐下，查了批次果然少一袋，换了货，她第二天带邻居来了。',
          'On Saturday a lady returned an opened pack. I offered her a seat, found the batch was short, exchanged it; next day she brought her neighbour.',
        ),
      },
      required: true,
    }),
    own({
      key: 'selfRule',
      type: 'longText',
      label: t('哪条标准最难守', 'The standard hardest to keep'),
      help: t('忙起来第一个丢的是哪条，为什么。', 'Which one goes first when it is busy, and why.'),
      required: true,
    }),
    own({
      key: 'selfRoster',
      type: 'shortText',
      label: t('排班上想说的', 'About the roster'),
    }),
    own({
      key: 'selfSkill',
      type: 'shortText',
      label: t('下一个想学的岗位', 'The station to learn next'),
    }),
  ],
  manager: [
    managers({
      key: 'seen',
      type: 'longText',
      label: t('我看见你接住的一次', 'A moment you handled well'),
      help: t('哪天、哪位顾客、你怎么做的。', 'Which day, which customer, what you did.'),
      required: true,
    }),
    managers({
      key: 'coming',
      type: 'longText',
      label: t('下个月店里的安排', 'What is coming in the store'),
      help: t('活动、盘点、人手变化。', 'Promotions, stock-taking, changes of staff.'),
    }),
  ],
  talk: [
    shared({
      key: 'fixes',
      type: 'keyMatters',
      label: t('店里要改的小事', 'Small things to change in the store'),
      help: t('谁来改，哪天改好。', 'Who changes it, and by when.'),
      max: 3,
    }),
  ],
  steps: [
    {
      key: 'customer',
      label: t('一位顾客', 'One customer'),
      minutes: 4,
      opening: t(
        '那天那位顾客，我在旁边看见了。你当时怎么想的？',
        'I saw you with that customer. What went through your mind?',
      ),
      questions: [t('换一次，你会怎么做？', 'What would you do another time?')],
      fields: ['seen', 'selfCustomer'],
      ratingHidden: true,
    },
    {
      key: 'standard',
      label: t('一条标准', 'One standard'),
      minutes: 4,
      opening: t(
        '最忙的时候，哪条标准先顾不上？',
        'When it is busiest, which standard goes first?',
      ),
      questions: [
        t('是人不够、动线不对，还是这条本来就不合理？', 'Too few hands, the layout, or the rule?'),
      ],
      fields: ['selfRule', 'fixes'],
      ratingHidden: true,
      tip: t(
        '先当它是店的问题，不是人的问题。',
        'Take it as the store’s matter, not the person’s.',
      ),
    },
    {
      key: 'roster',
      label: t('一个班次', 'One shift'),
      minutes: 3,
      opening: t('下个月的班，有没有哪天为难？', 'Next month’s roster: is any day difficult?'),
      questions: [t('和谁一个班最顺？', 'With whom does a shift go best?')],
      fields: ['selfRoster', 'coming', 'supportNeeds'],
      ratingHidden: true,
    },
    {
      key: 'skill',
      label: t('一个新本事', 'One new skill'),
      minutes: 4,
      opening: t('下个月学哪个岗？我来排人带你。', 'Which station next? I will arrange a teacher.'),
      questions: [t('学到什么样算会了？', 'When will we say you know it?')],
      fields: ['selfSkill', 'nextGoals', 'minutes'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('一位顾客', 'One customer'),
    t('一条标准', 'One standard'),
    t('一个班次', 'One shift'),
    t('一个新本事', 'One new skill'),
  ],
})
