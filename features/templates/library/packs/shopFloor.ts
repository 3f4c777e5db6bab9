import type { Dimension } from '../../contract.ts'
import { managers, own, shared, t } from '../words.ts'
import { lightTalk } from './building.ts'

/** What a year on the line is looked at by. */
export const shopFloorDimensions: Dimension[] = [
  {
    key: 'delivery',
    label: t('产量与交期', 'Output and delivery'),
    help: t(
      '自己能管住的那一段：节拍、换型、交接。断料停线另算。',
      'The stretch one controls: pace, changeover, handover. Waiting for material is counted apart.',
    ),
    weight: 35,
  },
  {
    key: 'quality',
    label: t('一次做对', 'Right the first time'),
    help: t(
      '首件、自检、不合格品的处置；发现别人漏下来的问题也算。',
      'First piece, own checks, what happens to rejects; finding what others let through counts too.',
    ),
    weight: 30,
  },
  {
    key: 'safety',
    label: t('安全与现场', 'Safety and the workplace'),
    help: t(
      '防护、上锁、通道、工具归位。主动报险肇是加分，不是扣分。',
      'Guards, lock-out, free ways, tools in place. Reporting a near miss speaks for somebody.',
    ),
    weight: 20,
  },
  {
    key: 'skills',
    label: t('会几个岗、带出几个人', 'Stations mastered, people taught'),
    help: t(
      '今年新拿下的岗位，和能独立顶岗的徒弟。',
      'Stations learned this year, and apprentices who can stand alone.',
    ),
    weight: 15,
  },
]

/** 班组月谈: twenty minutes at the end of a shift, by phone or on a bench. */
export const shopFloorMonthly = lightTalk({
  title: t('班组月谈 20 分钟', 'Shop-floor talk: twenty minutes'),
  purpose: t(
    '下班前坐下来二十分钟：安全、质量、手上的难处、想学的岗位。不打分，手机上就能写。',
    'Twenty minutes before going home: safety, quality, what is hard, what to learn next. No rating; a phone is enough.',
  ),
  self: [
    own({
      key: 'selfProud',
      type: 'longText',
      label: t('这个月干得最顺的一个班', 'The shift that went best this month'),
      example: {
        weak: t('都还行。', 'All fine.'),
        strong: t(
          '12 号夜班换型，模具提前预热，38 分钟就出了合格首件，平时要一个钟头。',
          'Changeover on the night of the 12th: the die was warmed beforehand and the first good piece came after 38 minutes instead of an hour.',
        ),
      },
      required: true,
    }),
    own({
      key: 'selfUnsafe',
      type: 'longText',
      label: t('哪里让你觉得悬', 'Where it felt unsafe'),
      help: t(
        '险肇、别扭的姿势、挡住的通道都算。说出来不会算在你头上。',
        'Near misses, awkward postures, blocked ways. Saying so is never held against you.',
      ),
      required: true,
    }),
    own({
      key: 'selfWaste',
      type: 'longText',
      label: t('白费力气的一件事', 'Effort that went to waste'),
      help: t('等料、返工、来回走、重复登记。', 'Waiting, rework, walking, writing things twice.'),
    }),
    own({
      key: 'selfLearn',
      type: 'shortText',
      label: t('下一个想学的岗位', 'The station to learn next'),
    }),
  ],
  manager: [
    managers({
      key: 'seen',
      type: 'longText',
      label: t('我在现场看见的一件好事', 'Something good I saw on the floor'),
      help: t('哪一天、哪台机、做了什么。', 'Which day, which machine, what was done.'),
      required: true,
    }),
    managers({
      key: 'ahead',
      type: 'longText',
      label: t('下个月的排班和变化', 'Shifts and changes next month'),
      help: t('倒班、新品、检修，先让本人知道。', 'Shifts, new products, overhauls: told first.'),
    }),
  ],
  talk: [
    shared({
      key: 'hazards',
      type: 'keyMatters',
      label: t('要处理的隐患和浪费', 'Hazards and waste to be dealt with'),
      help: t('谁去办、哪天前办好，下次来看。', 'Who sees to it and by when; looked at next time.'),
      max: 3,
    }),
  ],
  steps: [
    {
      key: 'proud',
      label: t('先说好的', 'The good first'),
      minutes: 4,
      opening: t(
        '那天我路过你的机台，看见一件事，想当面说一声。',
        'I passed your machine the other day and saw something I want to mention.',
      ),
      questions: [t('你自己觉得哪个班最顺？', 'Which shift went best for you?')],
      fields: ['seen', 'selfProud'],
      ratingHidden: true,
    },
    {
      key: 'unsafe',
      label: t('安全', 'Safety'),
      minutes: 5,
      opening: t(
        '这个月有没有哪一下，你心里一紧？',
        'Was there a moment this month that made you start?',
      ),
      questions: [
        t('要是换个新人站在那儿，会怎样？', 'What would have happened to a newcomer there?'),
      ],
      fields: ['selfUnsafe', 'hazards'],
      ratingHidden: true,
      tip: t('先谢谢他说出来，再问细节。', 'Thank them for saying it, then ask.'),
    },
    {
      key: 'waste',
      label: t('费劲的地方', 'What is harder than it need be'),
      minutes: 5,
      opening: t(
        '哪件事要是改一改，你这个班能轻松一截？',
        'What one change would make your shift easier?',
      ),
      questions: [t('我明天就能办的是哪件？', 'Which of these can I settle tomorrow?')],
      fields: ['selfWaste', 'supportNeeds'],
      ratingHidden: true,
    },
    {
      key: 'next',
      label: t('下个月', 'Next month'),
      minutes: 6,
      opening: t(
        '下个月排班有变化，先跟你说。你想学哪个岗？',
        'Shifts change next month; you hear it first. Which station would you like to learn?',
      ),
      questions: [t('谁来带你，哪天开始？', 'Who teaches you, and from when?')],
      fields: ['ahead', 'selfLearn', 'nextGoals', 'minutes'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('先说好的', 'The good first'),
    t('安全', 'Safety'),
    t('费劲的地方', 'What is hard'),
    t('下个月', 'Next month'),
  ],
})
