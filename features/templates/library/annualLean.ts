import type { TemplateBody } from '../contract.ts'
import { agreedGoals, minutes, ownNeeds, ownReminder, ownThoughts } from './common.ts'
import { recognition } from './recognition.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

/** 年度面谈 for a company of a few dozen people: goals, teamwork, feedback both ways, no rating. */
export const annualLean: TemplateBody = {
  title: t('年度面谈 · 初创期', 'Annual talk for a young company'),
  purpose: t(
    '人不多、事天天变的时候用：这一年一起做成了什么，配合得怎样，明年先打哪一仗。互相说真话，不打分。',
    'For few people and changing work: what we brought about together, how well we worked with each other, what to tackle first next year. Frank both ways, no rating.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfYear',
      part: 'self',
      label: t('我的这一年', 'My year'),
      fields: [
        own({
          key: 'selfHighlights',
          type: 'statements',
          label: t('没有我就不一样的事', 'What would be different without me'),
          help: t('一到三件，大小都行。', 'One to three, large or small.'),
          example: {
            weak: t('参与了产品上线。', 'Took part in the launch.'),
            strong: t(
              '上线前一晚支付接口报错，我和老徐守到三点，切到备用通道，第二天 400 单一单没丢。',
              'The payment interface failed the night before launch; Xu and I stayed until three, switched to the spare channel, and not one of 400 orders was lost.',
            ),
          },
          required: true,
          min: 1,
          max: 3,
          needs: ['case'],
        }),
        own({
          key: 'selfTeam',
          type: 'longText',
          label: t('谁帮过我一把，我帮过谁', 'Who helped me, and whom I helped'),
          required: true,
        }),
        own({
          key: 'selfRegret',
          type: 'longText',
          label: t('最想重来一次的事', 'What I would most like to do over'),
        }),
        own({
          key: 'selfStay',
          type: 'longText',
          label: t('什么让我愿意再干一年', 'What makes me want another year here'),
        }),
        ownNeeds,
        ownThoughts,
      ],
    },
    {
      key: 'managerYear',
      part: 'manager',
      label: t('我想当面说的', 'What I want to say in person'),
      fields: [
        managers({
          key: 'praise',
          type: 'best',
          variant: 'A',
          label: t('谢你的两件事', 'Two things to thank you for'),
          required: true,
          min: 1,
          max: 3,
        }),
        managers({
          key: 'wish',
          type: 'best',
          variant: 'B',
          label: t('希望变的一件事', 'One thing I hope will change'),
          help: t('先问他怎么看，再说你的办法。', 'Ask how they see it before you offer a way.'),
          required: true,
          min: 1,
          max: 2,
        }),
        managers({
          key: 'company',
          type: 'longText',
          label: t(
            '公司明年怎么走，我知道的',
            'Where the company goes next year, as far as I know',
          ),
          help: t(
            '好消息坏消息都说，不确定的也说不确定。',
            'Good news and bad; what is uncertain is called so.',
          ),
          required: true,
        }),
        ownReminder,
      ],
    },
    {
      key: 'talk',
      part: 'talk',
      label: t('谈的时候', 'During the talk'),
      fields: [
        mode,
        shared({
          key: 'keyMatters',
          type: 'keyMatters',
          label: t('这一年的两三件大事', 'The two or three large things of the year'),
          required: true,
          min: 1,
          max: 4,
        }),
        shared({
          key: 'forManager',
          type: 'longText',
          label: t('员工对主管说的', 'What the employee tells the manager'),
          help: t('多做什么、少做什么。员工来写。', 'More of, less of. Written by the employee.'),
          writer: 'employee',
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('明年先打哪一仗', 'First next year'),
      fields: [agreedGoals, ...firstStep],
    },
    ...recognition,
    lastWords,
  ],
  steps: [
    {
      key: 'thanks',
      label: t('先说谢谢', 'Thanks first'),
      minutes: 6,
      opening: t(
        '这一年不容易。有两件事我一直记着，今天当面谢你。',
        'It was no easy year. Two things have stayed with me, and I want to thank you for them.',
      ),
      questions: [t('你自己最得意的是哪件？', 'What are you proudest of yourself?')],
      fields: ['praise', 'selfHighlights'],
      ratingHidden: true,
    },
    {
      key: 'year',
      label: t('一起回头看', 'Looking back together'),
      minutes: 12,
      opening: t(
        '两三件大事，从头捋一遍：当时怎么想的，后来怎么样了。',
        'The two or three large things from the start: what we thought then, and what came of it.',
      ),
      questions: [
        t('哪一步现在看是对的，当时却没人信？', 'Which step proved right that nobody believed in?'),
        t('配合上，哪一下最别扭？', 'Where did we get in each other’s way?'),
      ],
      fields: ['keyMatters', 'selfTeam', 'selfRegret'],
      ratingHidden: true,
    },
    {
      key: 'frank',
      label: t('说真话', 'Frankly'),
      minutes: 10,
      opening: t(
        '有一件事我希望变一变。先问你：那天的事，你是怎么看的？',
        'There is one thing I hope will change. First: how did that day look to you?',
      ),
      questions: [t('反过来，我哪里该改？', 'And the other way round: what should I change?')],
      fields: ['wish', 'forManager', 'minutes'],
      ratingHidden: true,
      tip: t(
        '他说你的那句，当场不解释，先记下来。',
        'What they say about you: write it down, explain nothing.',
      ),
    },
    {
      key: 'next',
      label: t('明年先打哪一仗', 'What first next year'),
      minutes: 9,
      opening: t(
        '公司明年往哪走，我知道的都告诉你。你想扛哪一块？',
        'Where the company is going, as far as I know. Which piece do you want to carry?',
      ),
      questions: [t('只做成一件，你选哪件？', 'If only one thing gets done: which?')],
      fields: ['company', 'nextGoals', 'selfSupport', 'supportNeeds'],
      ratingHidden: true,
    },
    {
      key: 'close',
      label: t('还愿意一起干吗', 'Another year together'),
      minutes: 3,
      opening: t(
        '最后问一句实话：什么让你愿意再干一年？',
        'Last, honestly: what makes you want another year?',
      ),
      questions: [t('什么事会让你想走？', 'And what would make you want to leave?')],
      fields: ['selfStay', 'nextStepInOwnWords'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('谢谢', 'Thanks'),
    t('回头看', 'Looking back'),
    t('说真话', 'Frankly'),
    t('明年先打哪一仗', 'First next year'),
    t('再干一年', 'Another year'),
  ],
}
