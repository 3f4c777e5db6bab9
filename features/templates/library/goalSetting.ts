import type { TemplateBody } from '../contract.ts'
import { agreedGoals, minutes, ownNeeds, ownReminder, ownThoughts } from './common.ts'
import { recognition } from './recognition.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

/** 目标设定: from the one thing that matters this year to a handful of goals with weights that add up. */
export const goalSetting: TemplateBody = {
  title: t('目标设定', 'Setting goals'),
  purpose: t(
    '把今年最要紧的事说透，再把它变成几条看得见、量得出、帮得上的目标。不打分，只把话说在前面。',
    'Talk through what matters most this year, then turn it into a few goals that can be seen, measured and helped along. No rating: this is where expectations are said beforehand.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfAlignment',
      part: 'self',
      label: t('目标对齐', 'Aligning with the company'),
      fields: [
        own({
          key: 'selfUnderstanding',
          type: 'longText',
          label: t(
            '今年公司和部门最要紧的一件事，我的理解',
            'What matters most this year, as I understand it',
          ),
          help: t(
            '不用背口号。写成一句你会讲给新同事听的话。',
            'No slogans. Write it the way you would tell a new colleague.',
          ),
          example: {
            weak: t('全面提升客户满意度。', 'Comprehensively raise customer satisfaction.'),
            strong: t(
              '今年先把交期守住。三个大客户都说过，再晚交一次就分单给别家。',
              'Deliver on time, first of all. Three large customers have said it: one more late delivery and part of the orders goes elsewhere.',
            ),
          },
          required: true,
          min: 10,
        }),
      ],
    },
    {
      key: 'selfGoals',
      part: 'self',
      label: t('我想扛的几件事', 'What I want to carry'),
      intro: t(
        '先写你自己想做成的，再看和部门的接不接得上。',
        'Begin with what you want to bring about; then see how it joins up with the department.',
      ),
      fields: [
        own({
          key: 'selfNextGoals',
          type: 'nextGoals',
          label: t('我提的目标', 'Goals I propose'),
          help: t(
            '一到五条。每条写做到什么样算成，最好是别人也看得见的样子。',
            'One to five. Say what will count as done, best in a way others can see.',
          ),
          example: {
            weak: t('加强设备保养。', 'Strengthen equipment maintenance.'),
            strong: t(
              '二号线非计划停机每月不超过 6 小时：每周三下午停线两小时点检，备件提前一个月报。',
              'Unplanned stops on line two below 6 hours a month: two hours of inspection every Wednesday afternoon, spare parts ordered a month ahead.',
            ),
          },
          required: true,
          min: 1,
          max: 5,
        }),
        own({
          key: 'selfWorry',
          type: 'longText',
          label: t('最可能卡住的地方', 'Where it is most likely to get stuck'),
          help: t(
            '人手、设备、别的部门、自己还不会的，都算。现在说出来不是找借口。',
            'Hands, machines, other departments, something you cannot do yet. Saying so now is no excuse.',
          ),
        }),
        ownNeeds,
        ownThoughts,
      ],
    },
    {
      key: 'managerDirection',
      part: 'manager',
      label: t('我要讲清楚的', 'What I have to make clear'),
      fields: [
        managers({
          key: 'direction',
          type: 'longText',
          label: t(
            '部门今年要打赢的那一仗，为什么是它',
            'What the department has to win this year, and why',
          ),
          help: t(
            '讲来龙去脉：谁在催、丢过什么、放弃了什么别的。目标的理由比目标更管用。',
            'Tell the story: who is pressing, what was lost, what was given up for it. The reason works harder than the goal.',
          ),
          example: {
            weak: t('公司要求降本 10%。', 'The company wants costs down 10%.'),
            strong: t(
              '去年返工吃掉 86 万，比设备折旧还多。今年别的都可以等，返工先砍一半，省下的钱正好补两台测试机。',
              'Rework cost us 860,000 last year, more than depreciation. Everything else can wait: rework is halved first, and what that saves pays for two test machines.',
            ),
          },
          required: true,
          min: 20,
        }),
        managers({
          key: 'expected',
          type: 'nextGoals',
          label: t('我希望他扛的事', 'What I would like them to carry'),
          help: t(
            '一到三条。写清楚你怎么算数，别让对方猜。',
            'One to three. Say how you will count, so that nobody has to guess.',
          ),
          required: true,
          min: 1,
          max: 3,
        }),
        managers({
          key: 'notThisYear',
          type: 'longText',
          label: t('今年可以少做或不做的', 'What may wait this year'),
          help: t(
            '加一件就要减一件。没有减的，写“没有减的，但加班我来批”。',
            'Something new means something less. If nothing can go, say so, and say who signs for the overtime.',
          ),
        }),
        ownReminder,
      ],
    },
    {
      key: 'goalTable',
      part: 'talk',
      label: t('一起对成一张表', 'One table, made together'),
      intro: t(
        '权重加起来是 100 最好读；不到 100 的那一截，就是留给临时任务的。',
        'Weights are easiest to read when they add up to 100; what is left is for whatever comes unexpectedly.',
      ),
      fields: [
        mode,
        shared({
          key: 'goalTable',
          type: 'table',
          label: t('目标、权重与口径', 'Goals, weights, definitions'),
          required: true,
          min: 1,
          max: 8,
          columns: [
            { key: 'goal', type: 'text', label: t('目标', 'Goal'), required: true },
            { key: 'why', type: 'text', label: t('为什么是它', 'Why this one') },
            {
              key: 'measure',
              type: 'text',
              label: t('怎么量、数从哪来', 'How measured, whose figure'),
              required: true,
            },
            {
              key: 'weight',
              type: 'number',
              label: t('权重', 'Weight'),
              unit: t('%', '%'),
              min: 0,
              max: 100,
              total: 'sum',
              required: true,
            },
            { key: 'dueOn', type: 'date', label: t('到哪天', 'By') },
          ],
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('说定的事', 'What we settled'),
      fields: [
        agreedGoals,
        shared({
          key: 'alignment',
          type: 'longText',
          label: t(
            '用自己的话说：我的目标怎样帮到部门',
            'In my own words: how my goals help the department',
          ),
          help: t('由员工来写，一两句就好。', 'Written by the employee; a sentence or two.'),
          writer: 'employee',
          required: true,
        }),
        shared({
          key: 'whenToChange',
          type: 'longText',
          label: t('什么情况下，我们回来改目标', 'When we will come back and change them'),
          help: t(
            '先说好，到时候就不算讨价还价。比如：大客户取消订单、设备晚到一个月以上。',
            'Said now, it will not be haggling later. Such as: a large order is cancelled, the machine comes a month late.',
          ),
          required: true,
        }),
        ...firstStep,
      ],
    },
    ...recognition,
    lastWords,
  ],
  steps: [
    {
      key: 'direction',
      label: t('先说大的', 'The large picture first'),
      minutes: 8,
      opening: t(
        '先不看表。我把今年部门最难的一仗讲给你听，讲完你告诉我，哪里没讲明白。',
        'No tables yet. Let me tell you about the hardest thing in front of the department; then you tell me what was unclear.',
      ),
      questions: [
        t('这件事要是没做成，最先疼的会是谁？', 'If this fails, who feels it first?'),
        t(
          '你在自己的岗位上，看到了什么我没看到的？',
          'What do you see from where you stand that I do not?',
        ),
      ],
      fields: ['direction', 'selfUnderstanding'],
      ratingHidden: true,
      tip: t(
        '讲理由，别讲指标。指标待会儿一起定。',
        'Give reasons, not figures. Those you will set together.',
      ),
    },
    {
      key: 'theirs',
      label: t('听他想扛什么', 'What they want to carry'),
      minutes: 8,
      opening: t(
        '你写的这几条，哪一条你自己最想干？',
        'Of the ones you wrote: which do you want most yourself?',
      ),
      questions: [
        t('为什么是它？', 'Why that one?'),
        t(
          '哪一条是你觉得我会要，才写上去的？',
          'Which did you write because you thought I would want it?',
        ),
      ],
      fields: ['selfNextGoals', 'selfWorry'],
      ratingHidden: true,
    },
    {
      key: 'match',
      label: t('对成几条', 'Down to a few'),
      minutes: 12,
      opening: t(
        '我写了三条，你写了几条。我们放在一张表里，能合的合，该放的放。',
        'I wrote three, you wrote yours. Let us put them in one table, merge what can be merged, and let go of what must.',
      ),
      questions: [
        t('只能留三条，你留哪三条？', 'If only three may stay, which?'),
        t('加上这一条，你手上哪件事可以放下？', 'With this one added, what can you put down?'),
      ],
      fields: ['expected', 'notThisYear', 'goalTable'],
      ratingHidden: true,
      tip: t('超过五条就等于没有重点。', 'More than five is no priority at all.'),
    },
    {
      key: 'measure',
      label: t('怎么算做到', 'What will count'),
      minutes: 9,
      opening: t(
        '一条一条来：到年底我们俩拿什么看，才不会吵起来？',
        'One by one: what will we both look at in December, so that there is nothing to argue about?',
      ),
      questions: [
        t(
          '这个数从哪张报表来，谁出的？',
          'Which report does the figure come from, and who makes it?',
        ),
        t('哪些起伏不归你，也不归我？', 'Which ups and downs are neither yours nor mine?'),
        t('做到八成，算什么？', 'And if it is eighty per cent: what is that?'),
      ],
      fields: ['goalTable', 'whenToChange', 'minutes'],
      ratingHidden: true,
    },
    {
      key: 'support',
      label: t('要什么帮助', 'What help it takes'),
      minutes: 5,
      opening: t('哪一条，没有我你做不成？', 'Which of these can you not do without me?'),
      questions: [t('我这个月先帮你推哪一件？', 'What should I push for you this month?')],
      fields: ['selfSupport', 'supportNeeds', 'nextGoals'],
      ratingHidden: true,
    },
    {
      key: 'restate',
      label: t('用自己的话说一遍', 'In their own words'),
      minutes: 3,
      opening: t(
        '最后你讲给我听：今年你要做成什么，第一步是什么？',
        'Last: tell me what you will bring about this year, and what comes first.',
      ),
      questions: [
        t('心里有没有哪一条还在打鼓？', 'Is there one you still have a bad feeling about?'),
      ],
      fields: ['alignment', 'nextStepInOwnWords'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('部门今年最要紧的事', 'What matters most this year'),
    t('你想扛的事', 'What you want to carry'),
    t('对成几条目标', 'Down to a few goals'),
    t('怎么算做到', 'What will count'),
    t('需要的帮助', 'Help needed'),
    t('用自己的话说一遍', 'In your own words'),
  ],
}
