import type { TemplateBody } from '../contract.ts'
import { minutes, ownReminder, ownThoughts } from './common.ts'
import { managers, own, shared, t } from './words.ts'

/** 月度沟通: thirty minutes, five questions, no rating anywhere. */
export const monthly: TemplateBody = {
  title: t('月度沟通 30 分钟', 'Monthly half hour'),
  purpose: t(
    '每月一次，五个问题，只谈进展、障碍和需要的帮助。这里没有打分的地方，写下的话也不进评价。',
    'Once a month, five questions: progress, obstacles, help. There is no place for a rating, and nothing written here feeds one.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfNotes',
      part: 'self',
      label: t('来之前，想三分钟', 'Three minutes before you come'),
      intro: t('每题一两句就够。', 'A sentence or two for each is plenty.'),
      fields: [
        own({
          key: 'selfBest',
          type: 'longText',
          label: t('这个月最想留下的一件事', 'The one thing to keep from this month'),
          example: {
            weak: t('工作正常开展。', 'Work proceeding normally.'),
            strong: t(
              '新来的小顾第一次独立调机，我只在旁边看，两件就合格。',
              'Xiao Gu set up the machine alone for the first time; I only watched, and the second piece passed.',
            ),
          },
          required: true,
        }),
        own({
          key: 'selfBlocked',
          type: 'longText',
          label: t('什么在挡路', 'What is in the way'),
          help: t('没有就写“没有”。', 'If nothing, say so.'),
          required: true,
        }),
        own({
          key: 'selfAsk',
          type: 'supportNeeds',
          label: t('想请主管帮的忙', 'What I would ask of my manager'),
          max: 3,
        }),
        ownThoughts,
      ],
    },
    {
      key: 'managerNotes',
      part: 'manager',
      label: t('来之前，想三分钟', 'Three minutes before you come'),
      fields: [
        managers({
          key: 'noticed',
          type: 'longText',
          label: t('我看见的一件好事', 'Something good I noticed'),
          help: t(
            '要具体到哪一天。想不起来，就先去现场看一眼。',
            'Down to the day. If nothing comes to mind, go and look.',
          ),
          example: {
            weak: t('最近辛苦了。', 'Thanks for your hard work lately.'),
            strong: t(
              '周三断电后你先去看退火炉，没等通知，那一炉料保住了。',
              'After Wednesday’s power cut you went to the furnace before anyone told you; the batch was saved.',
            ),
          },
          required: true,
        }),
        managers({
          key: 'heads',
          type: 'longText',
          label: t('该让他早点知道的事', 'What they should hear early'),
          help: t(
            '排产、人事、客户，能说的先说。',
            'Plans, people, customers: share what you may.',
          ),
        }),
        ownReminder,
      ],
    },
    {
      key: 'talk',
      part: 'talk',
      label: t('说过的话', 'What was said'),
      fields: [
        shared({
          key: 'progress',
          type: 'keyMatters',
          label: t('手上最要紧的几件事', 'The few things that matter now'),
          help: t('三件以内，走到哪一步了。', 'Three at most, and where they stand.'),
          max: 3,
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('说定的事', 'What we settled'),
      intro: t(
        '一两件就够。双方各领一件，下个月从这里开始。',
        'One or two will do, ideally one each. Next month begins here.',
      ),
      fields: [
        shared({
          key: 'nextGoals',
          type: 'nextGoals',
          label: t('下个月做成的事', 'To be done next month'),
          min: 0,
          max: 3,
        }),
        shared({
          key: 'supportNeeds',
          type: 'supportNeeds',
          label: t('需要的支持', 'Support needed'),
          max: 3,
        }),
      ],
    },
  ],
  steps: [
    {
      key: 'best',
      label: t('这个月最值得留下的', 'Worth keeping'),
      minutes: 5,
      opening: t(
        '周三那炉料，谢谢你。你自己呢，这个月哪件事最想留下？',
        'Thank you for saving Wednesday’s batch. And you: which thing from this month would you keep?',
      ),
      questions: [t('这个月哪件事让你觉得顺手？', 'What came easily this month?')],
      fields: ['selfBest', 'noticed'],
      ratingHidden: true,
      tip: t('把开头换成你真看见的一件事。', 'Replace the opening with something you really saw.'),
    },
    {
      key: 'progress',
      label: t('手上的事走到哪了', 'Where things stand'),
      minutes: 8,
      opening: t(
        '最要紧的那两三件，各走到哪一步了？',
        'The two or three that matter most: where is each of them?',
      ),
      questions: [
        t(
          '哪一件和我们上个月想的不一样了？',
          'Which of them is no longer what we thought a month ago?',
        ),
      ],
      fields: ['progress', 'heads'],
      ratingHidden: true,
    },
    {
      key: 'blocked',
      label: t('什么在挡路', 'What is in the way'),
      minutes: 7,
      opening: t(
        '有什么事，是你一个人推不动的？',
        'Is there anything you cannot move on your own?',
      ),
      questions: [
        t('我打一个电话就能解决的，是哪件？', 'Which of these could I settle with one phone call?'),
      ],
      fields: ['selfBlocked', 'selfAsk', 'supportNeeds'],
      ratingHidden: true,
    },
    {
      key: 'next',
      label: t('下个月做成什么', 'Next month'),
      minutes: 6,
      opening: t(
        '下个月只挑一件一定要做成的，你选哪件？',
        'If only one thing had to be done next month, which would it be?',
      ),
      questions: [t('做到什么样，我们就算它成了？', 'What will make us say it is done?')],
      fields: ['nextGoals'],
      ratingHidden: true,
    },
    {
      key: 'each',
      label: t('我该多做什么，少做什么', 'More of, less of'),
      minutes: 4,
      opening: t(
        '最后问问我自己：这个月我做的事里，哪件该多做，哪件该少做？',
        'Last, about me: of the things I did this month, which should I do more of, and which less?',
      ),
      questions: [
        t('上次你提的那件事，我做得怎么样？', 'The thing you asked of me last time: how did I do?'),
      ],
      fields: ['minutes'],
      ratingHidden: true,
      tip: t(
        '听完只说谢谢，不解释。',
        'When you have heard it, say thank you and explain nothing.',
      ),
    },
  ],
  agenda: [
    t('值得留下的', 'Worth keeping'),
    t('进展', 'Progress'),
    t('障碍', 'Obstacles'),
    t('下个月', 'Next month'),
    t('对主管的话', 'A word for the manager'),
  ],
}
