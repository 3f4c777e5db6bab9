import { own, t } from '../../library/words.ts'
import type { Block } from '../contract.ts'

/** What employees say when they are asked for more than results: of work and life, and upward. */
export const listening: readonly Block[] = [
  {
    key: 'fourViews',
    label: t('四个角度听员工说', 'Four views of the employee'),
    use: t(
      '工作、协作、生活、公司各一段，都可以不写；生活那段只有员工和主管能看，不封存。',
      'Work, cooperation, life, company: a paragraph each, all of them optional; the one on life is for employee and manager alone and never sealed.',
    ),
    parts: ['self'],
    fields: [
      own({
        key: 'viewOfWork',
        type: 'longText',
        label: t('手上的工作，真实的感受', 'How the work really feels'),
        help: t(
          '哪段时间有劲，哪段时间硬撑，各举一件事。',
          'When there was energy and when it took all you had: one case each.',
        ),
      }),
      own({
        key: 'viewOfWays',
        type: 'longText',
        label: t('团队配合和流程', 'How we work together, and our ways'),
        help: t(
          '最常卡在哪一步，等谁，等多久。',
          'Where it gets stuck most often, whom one waits for, and how long.',
        ),
      }),
      own({
        key: 'viewOfLife',
        type: 'longText',
        label: t('发展、家里和生活上的顾虑', 'Concerns about growth, family and life'),
        help: t(
          '双方交齐后只有主管看得到，不进记录，也不给人力资源看；写多少由你定。',
          'Once both have handed in, your manager reads it and nobody else; it is not in the record, and HR never sees it. How much you say is yours to decide.',
        ),
        readers: 'pairOnly',
      }),
      own({
        key: 'viewOfCompany',
        type: 'longText',
        label: t('公司的风气和公平', 'The company’s spirit, and fairness'),
        help: t(
          '哪件事让你觉得公道，哪件事没想通。',
          'Something that seemed fair to you, and something you could not make sense of.',
        ),
      }),
    ],
  },
  {
    key: 'upward',
    label: t('员工问上面、说给上面听', 'Questions and feedback upward'),
    use: t(
      '面谈是两头说话：员工先写下要问的和要说的。',
      'A talk goes both ways: employees write first what they ask and what they have to say.',
    ),
    parts: ['self'],
    fields: [
      own({
        key: 'upwardQuestions',
        type: 'longText',
        label: t('想请主管或公司回答的', 'Questions to my manager or the company'),
        help: t(
          '一条一行，谈的时候逐条有答复。',
          'One to a line; each gets an answer in the talk.',
        ),
      }),
      own({
        key: 'upwardFeedback',
        type: 'longText',
        label: t('给主管的反馈', 'Feedback to my manager'),
        help: t(
          '一件希望继续做的，一件希望换个做法的，说当时的情形。',
          'One thing to go on with and one to do differently, as they happened.',
        ),
      }),
    ],
  },
]
