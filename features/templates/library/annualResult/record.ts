import type { Section } from '../../contract.ts'
import { agreedGoals, agreedSupport, confirmation, minutes, remarks, restated } from '../common.ts'
import { recognition } from '../recognition.ts'
import { managers, shared, t } from '../words.ts'

/** What only some flows ask for: strategy and alignment for managers, the note on a large gap. */
export const stageSections: Section[] = [
  {
    key: 'strategyBrief',
    part: 'talk',
    stage: 'strategyBrief',
    label: t('战略解读', 'Reading the strategy'),
    fields: [
      managers({
        key: 'strategyBrief',
        type: 'longText',
        label: t('公司今年最要紧的两三件事', 'The two or three things that matter most this year'),
        help: t(
          '用自己的话讲：为什么是这几件，放弃了什么，落到这个部门是什么意思。',
          'In your own words: why these, what was given up for them, what they mean for this department.',
        ),
        example: {
          weak: t('坚决贯彻降本增效。', 'Resolutely implement cost reduction.'),
          strong: t(
            '今年先保交期，再谈扩产：大客户丢单都因为晚交。对生产部，就是换模时间减半，加班不再增加。',
            'Delivery dates before growth: every lost order was a late one. For production: halve die-change time without more overtime.',
          ),
        },
        readers: 'record',
        required: true,
        min: 30,
      }),
    ],
  },
  {
    key: 'goalAlignment',
    part: 'talk',
    stage: 'goalAlignment',
    label: t('目标对齐', 'Aligning goals'),
    fields: [
      shared({
        key: 'goalAlignment',
        type: 'longText',
        label: t('我的目标接住了哪一条', 'Which of these my goals carry'),
        help: t(
          '一条目标对一条公司的事。接不上的目标，写下来一起决定：留、改还是放下。',
          'One goal to one company priority. If a goal fits none, write it down and decide together: keep, change or drop.',
        ),
        required: true,
        min: 20,
      }),
    ],
  },
  {
    key: 'differenceNote',
    part: 'talk',
    stage: 'differenceNote',
    label: t('差异说明', 'Explaining the difference'),
    intro: t(
      '你们对同一件事看得很不一样。见面之前，先把你的出发点写给对方。',
      'You see the same thing very differently. Before you meet, write down where you are coming from.',
    ),
    fields: [
      managers({
        key: 'differenceNote',
        type: 'longText',
        label: t('我为什么这样看', 'Why I see it this way'),
        help: t(
          '先说你认可对方的哪一部分，再说你看到而对方可能没看到的，最后说你还不确定的。',
          'Begin with what you accept, then what you saw and they may not have, then what you are unsure of.',
        ),
        example: {
          weak: t('标准不同，请理解。', 'Our standards differ, please understand.'),
          strong: t(
            '响应速度我也认可，邮件都当天回。我给 3 分，是因为 5 月和 8 月两次答复客户前没问工艺，后来改口。这两次的经过我可能不全了解，想听你说。',
            'Your speed is real: every mail was answered the same day. My 3 comes from May and August, when answers went out before process engineering was asked and had to be taken back. I may not know the whole story and would like to hear it.',
          ),
        },
        readers: 'pair',
        required: true,
        min: 30,
      }),
    ],
  },
]

export const talkSections: Section[] = [
  {
    key: 'basics',
    part: 'talk',
    label: t('面谈信息', 'About this talk'),
    intro: t(
      '时间、双方、部门和职位由系统带入，这里只补它不知道的。',
      'Time, people, department and position come from the system; add only what it cannot know.',
    ),
    fields: [
      shared({
        key: 'mode',
        type: 'choice',
        label: t('怎么谈的', 'How you talked'),
        options: [
          { key: 'inPerson', label: t('当面', 'In person') },
          { key: 'video', label: t('视频', 'By video') },
          { key: 'phone', label: t('电话', 'By phone') },
          { key: 'paper', label: t('纸面补录', 'On paper, entered later') },
        ],
        required: true,
      }),
      shared({
        key: 'alsoPresent',
        type: 'shortText',
        label: t('还有谁在场', 'Who else was present'),
        help: t('没有别人就留空。', 'Leave empty if nobody.'),
      }),
    ],
  },
  {
    key: 'goals',
    part: 'talk',
    label: t('目标回顾', 'Goals reviewed'),
    intro: t(
      '逐条对数字。两个人都点了头，这一条才算确认。',
      'Go through the figures. A line is confirmed once both of you have agreed.',
    ),
    fields: [
      shared({
        key: 'goals',
        type: 'goalReview',
        startsFrom: 'selfGoals',
        label: t('目标、实际与达成', 'Goals, results, attainment'),
        required: true,
        mayFeedRating: true,
        min: 1,
        max: 12,
      }),
    ],
  },
  {
    key: 'performance',
    part: 'talk',
    label: t('绩效表现', 'Performance'),
    intro: t(
      '挑今年最要紧的几件事，看过程，不只看结果。',
      'Pick the few things that mattered most and look at how they went, not only at how they ended.',
    ),
    fields: [
      shared({
        key: 'keyMatters',
        type: 'keyMatters',
        label: t('年度重点事项', 'Key matters of the year'),
        help: t(
          '写事情、看的指标和结果。销售可以写一次投标，财务可以写年终决算。',
          'The matter, the indicator, the outcome. A bid for sales, the year-end closing for finance.',
        ),
        required: true,
        mayFeedRating: true,
        min: 1,
        max: 8,
      }),
      minutes,
    ],
  },
  {
    key: 'causes',
    part: 'talk',
    label: t('问题与对策', 'Problems and remedies'),
    intro: t(
      '常出错的、还不熟的，先找原因，再定办法。办法最好从做事的人嘴里说出来。',
      'Where mistakes repeat or experience is thin: causes first, then remedies, ideally from the one who does the work.',
    ),
    fields: [
      shared({
        key: 'causes',
        type: 'causes',
        label: t('原因与办法', 'Causes and remedies'),
        help: t(
          '问到一个你们改得动的原因为止。谁提的办法，会标明是谁提的。',
          'Keep asking until you reach a cause you can change. Whoever proposed a remedy is named.',
        ),
        example: {
          weak: t('粗心，以后注意。', 'Careless; will be careful.'),
          strong: t(
            '首检漏测平面度三次：量具在另一个车间，来回十分钟。办法：旧量具校准后放到机台旁，11 月 28 日前。',
            'Flatness skipped three times at first check: the gauge is ten minutes away. Remedy: the old gauge, recalibrated, beside the machine by 28 November.',
          ),
        },
        max: 8,
      }),
    ],
  },
]

export const agreementSections: Section[] = [
  {
    key: 'consensus',
    part: 'agreement',
    label: t('共识与改进计划', 'What we agreed'),
    intro: t(
      '计划按三层写在下面：结果、行为、支持，每一行都有人、有日期。',
      'The plan has three layers: results, behaviour, support. Every line has a name and a date.',
    ),
    fields: [
      shared({
        key: 'consensus',
        type: 'longText',
        label: t('我们说定的', 'Agreed between us'),
        help: t(
          '三五句话，让没在场的人也看得懂。',
          'A few sentences that somebody who was not there would understand.',
        ),
        required: true,
        min: 10,
      }),
      restated,
    ],
  },
  {
    key: 'next',
    part: 'agreement',
    label: t('下阶段目标与支持', 'Next goals and support'),
    fields: [
      agreedGoals,
      agreedSupport,
      shared({
        key: 'growth',
        type: 'longText',
        startsFrom: 'selfGrowth',
        label: t('未来一年的成长方向', 'Direction of growth'),
        help: t(
          '想长的本事、想担的角色，以及第一次练手的机会在哪里。',
          'The skill or role to grow into, and where the first chance to practise will be.',
        ),
      }),
    ],
  },
  ...recognition,
  {
    key: 'remarks',
    part: 'agreement',
    label: t('备注', 'Remarks'),
    fields: remarks,
  },
  {
    key: 'confirmation',
    part: 'agreement',
    label: t('确认', 'Confirmation'),
    intro: t(
      '看法一致或不同都可以封存，不写出来的不同才麻烦。',
      'Agreement and disagreement can both be sealed. Only the unspoken kind makes trouble.',
    ),
    fields: confirmation,
  },
]
