import type { Field } from '../contract.ts'
import { managers, own, shared, t } from './words.ts'

/** 三三原则: three strengths, three gaps, three supports, prepared by the manager before the talk. */
export const threeByThree: Field[] = [
  managers({
    key: 'strengths',
    type: 'statements',
    label: t('三个优点', 'Three strengths'),
    help: t(
      '每一条都配一件真事：哪一次、做了什么、带来什么。结果和做法都算。',
      'Each with something that happened: when, what was done, what came of it. Results count, and so do ways of working.',
    ),
    example: {
      weak: t('工作认真负责。', 'Conscientious and responsible.'),
      strong: t(
        '6 月换模培训，他把 14 步拆成三张图贴在机台上，二组平均换模从 52 分钟降到 38 分钟。',
        'For the June die-change training he broke 14 steps into three drawings on the machine; team two went from 52 to 38 minutes.',
      ),
    },
    required: true,
    mayFeedRating: true,
    min: 3,
    max: 10,
    needs: ['case'],
  }),
  managers({
    key: 'gaps',
    type: 'statements',
    label: t('三个改进点', 'Three points to improve'),
    help: t(
      '说场景，不说人。写清楚在哪一次、少做了哪一步、谁因此受了影响。',
      'Describe the scene, not the person: which occasion, which step was missing, who felt it.',
    ),
    example: {
      weak: t('沟通能力有待加强。', 'Communication skills need improvement.'),
      strong: t(
        '8 月改版评审，接口变动只在群里说了一句，测试组第三天才知道，重测两天。',
        'At the August review the interface change was one line in the chat; testing found out on day three and repeated two days of work.',
      ),
    },
    required: true,
    mayFeedRating: true,
    min: 3,
    max: 10,
    needs: ['situation'],
  }),
  managers({
    key: 'supports',
    type: 'statements',
    label: t('三个支持', 'Three kinds of support'),
    help: t(
      '写你或公司准备做的事，不写对方该做的事。能带上日期最好。',
      'What you or the company will do, not what the other should do. Best with a date.',
    ),
    example: {
      weak: t('公司会尽量提供支持。', 'The company will be as supportive as possible.'),
      strong: t(
        '我在 12 月 5 日前把两台旧测试机借过来，他就不用再和产线错峰。',
        'I will borrow the two old test machines by 5 December, so that he no longer works around the line’s schedule.',
      ),
    },
    required: true,
    min: 3,
    max: 10,
  }),
]

/** What managers note for themselves; it never leaves their hands. */
export const ownReminder: Field = managers({
  key: 'ownReminder',
  type: 'longText',
  label: t('给自己的提醒', 'A reminder to yourself'),
  help: t(
    '第一句怎么开口，哪里容易着急，哪一段要忍住先听。',
    'How to begin, where you tend to rush, which moment calls for listening first.',
  ),
  readers: 'authorOnly',
})

/** What employees note for themselves. */
export const ownThoughts: Field = own({
  key: 'selfReminder',
  type: 'longText',
  label: t('谈的时候别忘了说', 'Do not forget to bring up'),
  help: t('只给自己看的小抄。', 'A crib sheet for your eyes only.'),
  readers: 'authorOnly',
})

/** The employee's needs, typed so that HR can add them up without reading anybody's story. */
export const ownNeeds: Field = own({
  key: 'selfSupport',
  type: 'supportNeeds',
  label: t('我需要的支持', 'Support I need'),
  help: t(
    '说清楚要什么、为什么、什么时候要。提出困难不会影响评价。',
    'What, why and by when. Naming a difficulty does not count against you.',
  ),
  example: {
    weak: t('希望多一些培训。', 'More training would be nice.'),
    strong: t(
      '3 月前参加一次三坐标测量的实操班，现在首检要等质检员，每班约等 20 分钟。',
      'A hands-on course in coordinate measuring before March: first-piece checks now wait for an inspector, some 20 minutes a shift.',
    ),
  },
  max: 10,
})

export const ownGrowth: Field = own({
  key: 'selfGrowth',
  type: 'longText',
  label: t('未来一年，我想往哪里长', 'Where I want to grow this coming year'),
  help: t(
    '可以是一项本事、一个角色，也可以是一件想独立扛下来的事。还没想好，就写两个让你犹豫的方向。',
    'A skill, a role, or something you want to carry alone. Not sure yet? Write the two directions you are torn between.',
  ),
})

/** The minutes that both write during the talk. */
export const minutes: Field = shared({
  key: 'minutes',
  type: 'longText',
  label: t('共同纪要', 'Shared minutes'),
  help: t(
    '两个人都能写。记说定了什么、哪里看法不同，不必逐句记录。',
    'Both of you can write. Note what was settled and where you differ; no transcript needed.',
  ),
})

export const agreedGoals: Field = shared({
  key: 'nextGoals',
  type: 'nextGoals',
  label: t('下阶段目标', 'Goals for the next period'),
  help: t(
    '做什么、打算怎么做、谁来帮、看什么算做到。三条以内，记得住的才会去做。',
    'What, how, who helps, and what will count as done. Three at most: what one remembers, one does.',
  ),
  example: {
    weak: t('进一步提升产品质量。', 'Further improve product quality.'),
    strong: t(
      '二号线返工率一季度末降到 1.5% 以下：每周五和质检对一次前三项缺陷，工艺组王工帮忙改夹具。',
      'Rework on line two below 1.5% by the end of March: top three defects reviewed with inspection every Friday, Wang from process engineering adapts the fixture.',
    ),
  },
  required: true,
  min: 1,
  max: 5,
})

export const agreedSupport: Field = shared({
  key: 'supportNeeds',
  type: 'supportNeeds',
  label: t('支持需求', 'Support needed'),
  help: t(
    '谈定要提供的写在这里，公司那一份会进到公司的承诺清单。没有就留空。',
    'What you agreed should be provided. The company’s share goes to the company’s own list of promises. Leave empty if nothing is needed.',
  ),
  max: 10,
})

export const restated: Field = shared({
  key: 'nextStepInOwnWords',
  type: 'longText',
  label: t('用自己的话说：接下来我先做什么', 'In my own words: what I will do first'),
  help: t(
    '由员工来写，两三句就好。主管读一遍，看和自己想的是不是同一件事。',
    'Written by the employee, two or three sentences. The manager reads it: is it the same thing you had in mind?',
  ),
  writer: 'employee',
  required: true,
})

/** Eighth step: the two confirm what was assessed, or keep on record that they differ. */
export const confirmation: Field[] = [
  shared({
    key: 'outcome',
    type: 'choice',
    label: t('对评估结果', 'On the result of the assessment'),
    options: [
      { key: 'consensus', label: t('看法一致', 'We see it the same way') },
      {
        key: 'different',
        label: t('有几处看法不同，如实记下', 'We differ on some points, and say so'),
      },
    ],
    required: true,
  }),
  shared({
    key: 'openPoints',
    type: 'longText',
    label: t('哪里不同', 'Where we differ'),
    help: t(
      '各写各的理由，不用说服对方。这段话会和记录一起封存。',
      'Each gives their reasons; nobody has to be persuaded. This is sealed with the record.',
    ),
    condition: { field: 'outcome', equals: 'different' },
    required: true,
  }),
]

export const remarks: Field[] = [
  shared({
    key: 'employeeRemark',
    type: 'longText',
    label: t('员工补充', 'Employee’s remarks'),
    writer: 'employee',
  }),
  shared({
    key: 'managerRemark',
    type: 'longText',
    label: t('主管补充', 'Manager’s remarks'),
    writer: 'manager',
  }),
  shared({
    key: 'attachments',
    type: 'attachment',
    label: t('附件', 'Attachments'),
    help: t(
      '图片、报表或流程单都可以，会和记录一起封存。',
      'Pictures, reports, process forms. They are sealed with the record.',
    ),
    max: 20,
  }),
]
