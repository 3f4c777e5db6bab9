import type { Column, TemplateBody } from '../contract.ts'
import { minutes, ownReminder, ownThoughts } from './common.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

const mastery: NonNullable<Column['options']> = [
  { key: 'beginning', label: t('刚开始', 'Beginning') },
  { key: 'withHelp', label: t('有人带能做', 'With help') },
  { key: 'alone', label: t('能独立做', 'Alone') },
  { key: 'teaches', label: t('能教别人', 'Can teach') },
]

/** 发展面谈: a person's strengths, direction and plan (IDP); nothing in it is rated. */
export const development: TemplateBody = {
  title: t('发展面谈', 'Development talk'),
  purpose: t(
    '只谈人，不谈任务：长处在哪里用，想往哪里长，接下来一年在哪件真事上练。谈完有一份个人发展计划（IDP）。',
    'About the person, not the tasks: where strengths are put to use, where to grow, on which real piece of work to practise. It ends with an individual development plan (IDP).',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfStrengths',
      part: 'self',
      label: t('我顺手的事', 'What comes naturally'),
      intro: t(
        '这份准备不进评价。没想好的地方，写“没想好”。',
        'Nothing here counts towards a rating. Where you are unsure, say so.',
      ),
      fields: [
        own({
          key: 'selfStrengths',
          type: 'statements',
          label: t('做起来顺手、别人也常来找我的事', 'What I do easily, and others come to me for'),
          help: t('一到三件，每件想一个最近的例子。', 'One to three, each with a recent example.'),
          example: {
            weak: t('学习能力强。', 'A quick learner.'),
            strong: t(
              '新设备进厂，说明书是英文的，我两个晚上翻成一页中文操作卡，夜班照着就能开机。',
              'The new machine came with an English manual; in two evenings I made a one-page card, and the night shift could run it.',
            ),
          },
          required: true,
          min: 1,
          max: 3,
          needs: ['case'],
        }),
        own({
          key: 'selfEnergy',
          type: 'longText',
          label: t(
            '哪种活让我忘了看表，哪种活让我一直看表',
            'Which work makes me forget the clock, and which makes me watch it',
          ),
          required: true,
        }),
      ],
    },
    {
      key: 'selfDirection',
      part: 'self',
      label: t('我想往哪里长', 'Where I want to grow'),
      fields: [
        own({
          key: 'selfDirection',
          type: 'choice',
          label: t('现在更吸引我的方向', 'What draws me most at present'),
          options: [
            { key: 'deeper', label: t('把专业做深', 'Deeper in my craft') },
            { key: 'people', label: t('带人、带团队', 'Leading people') },
            { key: 'across', label: t('换一个岗位或部门看看', 'Another post or department') },
            { key: 'here', label: t('把现在的岗位做得更好', 'Better at what I do now') },
            { key: 'unsure', label: t('还没想好', 'Not sure yet') },
          ],
          required: true,
        }),
        own({
          key: 'selfGrowth',
          type: 'longText',
          label: t(
            '两三年以后，我希望一天是怎么过的',
            'What I would like a working day to look like in two or three years',
          ),
          help: t(
            '写做什么、和谁一起、为什么。写头衔帮不上忙。',
            'What you do, with whom, and why. A job title does not help.',
          ),
        }),
        own({
          key: 'selfLead',
          type: 'longText',
          label: t('我想怎么带人', 'How I would want to lead'),
          help: t(
            '想一位带过你、你服气的人，他做对了什么？',
            'Think of somebody who led you well: what did they do right?',
          ),
          condition: { field: 'selfDirection', equals: 'people' },
        }),
        own({
          key: 'selfActions',
          type: 'planLines',
          label: t('我先提的一两步', 'One or two steps I propose'),
          help: t(
            '小一点没关系，要能在半年里看见。还没想法就留空。',
            'Small is fine, as long as it shows within half a year. Leave empty if nothing comes to mind.',
          ),
          example: {
            weak: t('加强英语学习。', 'Study English harder.'),
            strong: t(
              '11 月起每两周和德国厂的周会由我主讲十分钟；三月底前能独立开完一次，算做到。',
              'From November I speak ten minutes in the fortnightly call with the German plant; one call alone by the end of March counts as done.',
            ),
          },
          max: 3,
        }),
        own({
          key: 'selfWorries',
          type: 'longText',
          label: t('让我犹豫的事', 'What makes me hesitate'),
          help: t(
            '家里、身体、住得远、怕顾不过来，都可以写在这里。只给自己看，想说的当面说。',
            'Family, health, the commute, fear of too much. For your eyes only; bring up what you like.',
          ),
          readers: 'authorOnly',
        }),
        ownThoughts,
      ],
    },
    {
      key: 'managerView',
      part: 'manager',
      label: t('我看到的他', 'What I see in them'),
      fields: [
        managers({
          key: 'talents',
          type: 'statements',
          label: t('他自己可能没当回事的长处', 'Strengths they may not count as such'),
          help: t('一到三条，写你亲眼见的那一次。', 'One to three; describe the time you saw it.'),
          required: true,
          min: 1,
          max: 3,
          needs: ['case'],
        }),
        managers({
          key: 'stretch',
          type: 'longText',
          label: t(
            '半年内我能给他的一件真事',
            'One real piece of work I can give within half a year',
          ),
          help: t(
            '难度比现在高一档，做砸了公司受得起。',
            'One notch harder than now, and the company survives if it goes wrong.',
          ),
          example: {
            weak: t('多给锻炼机会。', 'More opportunities to practise.'),
            strong: t(
              '十月的三号线搬迁由他排计划，我只在周五看一次；搬晚两天，客户那边我去说。',
              'He plans the October move of line three and I look once a week; if it runs two days late, I talk to the customer.',
            ),
          },
          required: true,
          min: 10,
        }),
        managers({
          key: 'honest',
          type: 'best',
          variant: 'B',
          label: t('一件该让他知道、才长得快的事', 'One thing they should know in order to grow'),
          help: t(
            '没有就不写。写了，就按这四句当面说。',
            'Leave empty if there is none. If you write it, say it in these four steps.',
          ),
          max: 1,
        }),
        ownReminder,
      ],
    },
    {
      key: 'skills',
      part: 'talk',
      label: t('本事一张表', 'Skills in one table'),
      intro: t(
        '挑三到五样就够。差得最远的未必先学，先学用得上的。',
        'Three to five are plenty. Learn first not what is furthest away but what will be used.',
      ),
      fields: [
        mode,
        shared({
          key: 'skills',
          type: 'table',
          label: t('现在到哪，要到哪', 'Where they are, where they should be'),
          required: true,
          min: 1,
          max: 6,
          columns: [
            { key: 'skill', type: 'text', label: t('本事', 'Skill'), required: true },
            {
              key: 'now',
              type: 'choice',
              label: t('现在', 'Now'),
              options: mastery,
              required: true,
            },
            {
              key: 'goal',
              type: 'choice',
              label: t('一年后', 'In a year'),
              options: mastery,
              required: true,
            },
            {
              key: 'how',
              type: 'choice',
              label: t('主要靠', 'Mainly by'),
              options: [
                { key: 'doing', label: t('干中学', 'Doing') },
                { key: 'beside', label: t('跟人学', 'Working beside somebody') },
                { key: 'course', label: t('上课', 'A course') },
              ],
            },
            { key: 'where', type: 'text', label: t('在哪件真事上练', 'On which real work') },
          ],
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('个人发展计划', 'Development plan'),
      intro: t(
        '发展行动写进下面的计划，一年两三行，每行都在真事上，都有人、有日子。',
        'The actions go into the plan below: two or three a year, each on a real piece of work, with a name and a date.',
      ),
      fields: [
        shared({
          key: 'mentor',
          type: 'person',
          label: t('带他的人', 'Who goes along with them'),
          help: t('先问过本人再写。', 'Ask that person first.'),
        }),
        shared({
          key: 'reviewOn',
          type: 'date',
          label: t('哪天回头看', 'When we look back at it'),
          required: true,
        }),
        shared({
          key: 'nextGoals',
          type: 'nextGoals',
          label: t('要进到目标里的', 'To become goals'),
          help: t('没有就留空。', 'Leave empty if there are none.'),
          max: 3,
        }),
        ...firstStep,
      ],
    },
    lastWords,
  ],
  steps: [
    {
      key: 'strengths',
      label: t('从长处说起', 'Begin with strengths'),
      minutes: 12,
      opening: t(
        '今天不谈任务。我想先告诉你，有一件事你做得比你以为的好。',
        'No tasks today. I would like to begin with something you do better than you think.',
      ),
      questions: [
        t('哪次你觉得“这活儿就该我干”？', 'When did you last think: this is mine to do?'),
        t(
          '别人谢过你的事里，哪件你自己没觉得难？',
          'Of what people thanked you for: which was easy for you?',
        ),
      ],
      fields: ['talents', 'selfStrengths', 'selfEnergy'],
      ratingHidden: true,
    },
    {
      key: 'direction',
      label: t('想往哪里长', 'Which way to grow'),
      minutes: 15,
      opening: t(
        '不管公司现在有没有位置，你自己想往哪边走？说错了没关系。',
        'Whether there is a post or not: which way do you want to go? It is fine to be wrong.',
      ),
      questions: [
        t('什么会让你觉得这两年没白过？', 'What would make these two years worth it?'),
        t('有什么是你不愿意拿去换的？', 'What would you not trade for it?'),
        t(
          '如果一年以后发现选错了，我们怎么知道？',
          'If it turns out wrong in a year, how would we notice?',
        ),
      ],
      fields: ['selfDirection', 'selfGrowth', 'selfLead'],
      ratingHidden: true,
      tip: t(
        '少给建议，多问一句“还有呢”。不要许诺你给不了的位置。',
        'Fewer suggestions, one more “and what else?”. Promise no post you cannot give.',
      ),
    },
    {
      key: 'distance',
      label: t('差在哪几样', 'What is missing'),
      minutes: 13,
      opening: t(
        '去你想去的地方，要会哪几样？我们各写三样，再对一对。',
        'To get there, which three skills does it take? We each write three and compare.',
      ),
      questions: [
        t('这一样，你做到哪一步会心里有底？', 'At which point would you feel sure of it?'),
        t(
          '谁做得好，你愿意跟他干几天？',
          'Who does it well, and would you work beside them for a few days?',
        ),
      ],
      fields: ['skills', 'honest', 'minutes'],
      ratingHidden: true,
    },
    {
      key: 'plan',
      label: t('在真事上练', 'Practise on real work'),
      minutes: 14,
      opening: t(
        '我手上有一件事想交给你练。你听听看，接不接？',
        'I have something real for you to practise on. Would you take it?',
      ),
      questions: [
        t('第一次练手，你希望我站多近？', 'The first time, how close should I stand?'),
        t('什么时候你会想停下来问我？', 'When would you want to stop and ask?'),
      ],
      fields: ['selfActions', 'stretch', 'mentor', 'supportNeeds'],
      ratingHidden: true,
      tip: t(
        '一份没有真事的发展计划，年底一定还是空的。',
        'A plan without real work will still be empty in December.',
      ),
    },
    {
      key: 'close',
      label: t('说定，定日子', 'Settled, with a date'),
      minutes: 6,
      opening: t(
        '用你自己的话说：接下来先做什么？我们哪天回头看？',
        'In your own words: what comes first, and when do we look back?',
      ),
      questions: [t('今天哪句话，你回去还会想？', 'Which sentence of today will stay with you?')],
      fields: ['nextStepInOwnWords', 'reviewOn', 'nextGoals'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('长处', 'Strengths'),
    t('方向', 'Direction'),
    t('差在哪几样', 'What is missing'),
    t('在真事上练', 'Real work'),
    t('说定、定日子', 'Settled, with a date'),
  ],
}
