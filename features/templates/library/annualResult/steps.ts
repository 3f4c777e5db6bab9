import type { Step } from '../../contract.ts'
import { general } from '../dimensions.ts'
import { t } from '../words.ts'

const ratings = (prefix: string) => general.map((dimension) => `${prefix}.${dimension.key}`)

/** 八大步骤, sixty minutes. No rating is on the table before the third. */
export const eightSteps: Step[] = [
  {
    key: 'opening',
    label: t('开场', 'Opening'),
    minutes: 3,
    opening: t(
      '下午好，先坐，喝口水。这一个小时手机我静音了。今天不是来宣布什么的，我想把这一年和你一起从头看一遍。',
      'Good afternoon, have a seat, have some water. My phone is off for this hour. I am not here to announce anything; I would like to walk through the year with you.',
    ),
    questions: [
      t('最近忙不忙？家里都好吧？', 'How have things been? Everyone well at home?'),
      t('今天你最希望聊到什么？', 'What would you most like us to get to today?'),
    ],
    fields: ['mode', 'alsoPresent'],
    ratingHidden: true,
    tip: t(
      '说清楚三件事：谈多久、谁会看到记录、最后会留下什么。心里有底，话才放得开。',
      'Say three things: how long, who will read the record, what will be left at the end. People speak freely once they know.',
    ),
  },
  {
    key: 'selfAssessment',
    label: t('员工自我评价', 'The employee’s own view'),
    minutes: 12,
    opening: t(
      '你的自评我看了两遍。先不说我的看法，想听你自己讲：哪件事你最得意，哪件事你最不甘心？',
      'I read your self-assessment twice. Before my view, I would like yours: what are you proudest of, and what still nags at you?',
    ),
    questions: [
      t('当时还有别的选择吗，为什么选了这一种？', 'Were there other ways, and why this one?'),
      t('哪一段最难，你是怎么过来的？', 'Which stretch was hardest, and how did you get through?'),
      t('有没有什么努力，是别人没看见的？', 'Was there an effort nobody saw?'),
    ],
    fields: ['selfGoals', 'selfHighlights', 'selfGaps'],
    ratingHidden: true,
    tip: t(
      '这一步只问不评。对方停下来时，数到五再开口。',
      'Ask, do not judge. When they pause, count to five before you speak.',
    ),
  },
  {
    key: 'managerAssessment',
    label: t('上级评价', 'The manager’s view'),
    minutes: 8,
    opening: t(
      '谢谢你讲得这么实在。我们有几处看得不太一样，我先说我是从哪里看的，再说我的结论，你随时打断我。',
      'Thank you for being so frank. In a few places we see things differently. I will say where I was looking from, then what I concluded; interrupt me any time.',
    ),
    questions: [
      t('我说的这件事，和你记得的一样吗？', 'Is this how you remember it?'),
      t('有什么经过，是我不知道的？', 'What part of the story do I not know?'),
      t(
        '哪一条你觉得不公平？我想听理由。',
        'Which of these seems unfair to you? I want to hear why.',
      ),
    ],
    fields: ['differenceNote', 'strengths', 'gaps', ...ratings('selfRating'), ...ratings('rating')],
    ratingHidden: false,
    tip: t(
      '先肯定，再谈差距。每个判断后面都跟着一件事，没有事的判断先收起来。',
      'Recognition first, then the gaps. Every judgement is followed by a case; keep back those without one.',
    ),
  },
  {
    key: 'performance',
    label: t('讨论绩效表现', 'Discussing performance'),
    minutes: 12,
    opening: t(
      '我们挑今年最要紧的两三件事，一件一件看：原来打算怎样，中间发生了什么，最后怎样。',
      'Let us take the two or three things that mattered most: what was the plan, what happened, how did it end.',
    ),
    questions: [
      t('数字背后，起作用最大的是哪一步？', 'Behind the figure, which step made the difference?'),
      t('哪些是我们能控制的，哪些不是？', 'What was in our hands, and what was not?'),
      t('换一个人做，你会提醒他什么？', 'If someone else took over, what would you warn them of?'),
    ],
    fields: ['goals', 'keyMatters', 'minutes'],
    ratingHidden: false,
    tip: t(
      '对数字时把屏幕转过去，一起看同一张表。',
      'Turn the screen round when you go through the figures, and read the same table together.',
    ),
  },
  {
    key: 'improvement',
    label: t('制定改进计划', 'Planning improvement'),
    minutes: 10,
    opening: t(
      '有两件事反复卡住我们。先不急着说怎么办，你觉得根子在哪儿？',
      'Two things kept tripping us up. Before we look for answers: where do you think the root is?',
    ),
    questions: [
      t('是没做过，还是做过但容易出错？', 'Is it new, or familiar but error-prone?'),
      t(
        '如果只能改一处，你先动哪里？',
        'If you could change just one thing, where would you start?',
      ),
      t('这个办法，下周一第一步做什么？', 'With this remedy, what is the first step next Monday?'),
    ],
    fields: ['causes', 'gaps', 'consensus'],
    ratingHidden: false,
    tip: t(
      '让对方先提办法，你来补。自己说出口的，做起来更有劲。',
      'Let them propose first, then add to it. People work hardest on what they have said themselves.',
    ),
  },
  {
    key: 'support',
    label: t('所需支持与发展', 'Support and development'),
    minutes: 8,
    opening: t(
      '光让你改不公平，我和公司也有份。什么东西要是有了，你明年会轻松一截？',
      'It would be unfair to ask only you to change; the company and I have our share. What would make next year noticeably easier?',
    ),
    questions: [
      t('现在最耽误你的是哪件小事？', 'Which small thing costs you most?'),
      t(
        '再过一年，你希望别人遇到什么事会先想到你？',
        'A year from now, what would you like people to come to you for?',
      ),
      t(
        '想学的这件事，第一次练手在哪里合适？',
        'Where would be a good first place to practise it?',
      ),
    ],
    fields: ['selfDifficulties', 'selfSupport', 'selfGrowth', 'supports', 'supportNeeds', 'growth'],
    ratingHidden: false,
    tip: t(
      '答应之前想清楚能不能做到。你的承诺会和他的排在同一张清单里。',
      'Before you promise, be sure you can. Your promises stand in the same list as theirs.',
    ),
  },
  {
    key: 'nextGoals',
    label: t('下阶段目标', 'Goals for the next period'),
    minutes: 4,
    opening: t(
      '往前看。接下来这个阶段，我们只定两三条，每一条都说清楚看什么算做到。',
      'Looking ahead: two or three goals only, and for each what will count as done.',
    ),
    questions: [
      t('这几条里，你最没把握的是哪条？', 'Which of these are you least sure about?'),
      t('要是情况变了，我们什么时候回来改？', 'If things change, when do we come back and revise?'),
    ],
    fields: ['nextGoals'],
    ratingHidden: false,
  },
  {
    key: 'confirmation',
    label: t('确认评估结果', 'Confirming the result'),
    minutes: 3,
    opening: t(
      '我们把结果再确认一遍。哪里一致、哪里还不同，都写下来。最后请你用自己的话说说，接下来先做什么。',
      'Let us confirm the result once more, and write down where we agree and where we do not. And in your own words: what will you do first?',
    ),
    questions: [
      t(
        '记录里有没有哪句话，你看了不舒服？',
        'Is there a sentence in the record that does not sit right with you?',
      ),
      t('今天这一个小时，对你有用吗？', 'Was this hour of use to you?'),
    ],
    fields: [
      'outcome',
      'openPoints',
      'nextStepInOwnWords',
      'employeeRemark',
      'managerRemark',
      'attachments',
    ],
    ratingHidden: false,
    tip: t(
      '记录会归档，计划会按日期提醒两边。说一声谢谢再起身。',
      'The record is filed and both of you are reminded on the dates. Say thank you before you stand up.',
    ),
  },
]
