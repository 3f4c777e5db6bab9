import type { Field, Section, Step, TemplateBody } from '../contract.ts'
import { annualResult } from './annualResult/index.ts'
import { managers, own, shared, t } from './words.ts'

/** Readiness for more, in words; a view to be discussed, never a mark. */
const readiness: Pick<Field, 'type' | 'anchors'> = {
  type: 'scale',
  anchors: [
    {
      value: 1,
      label: t('还早', 'Too early'),
      meaning: t('先把现在这一级站稳', 'To stand firmly on the present level first'),
    },
    {
      value: 2,
      label: t('两三年', 'Two or three years'),
      meaning: t('再带一两件难事，两三年', 'One or two hard tasks, two or three years'),
    },
    {
      value: 3,
      label: t('一年内', 'Within a year'),
      meaning: t('补上一两样，一年内可以', 'One or two things to learn, within a year'),
    },
    {
      value: 4,
      label: t('现在', 'Now'),
      meaning: t('现在有位置就能上', 'If there were a place today'),
    },
  ],
}

const strategy: Section[] = [
  {
    key: 'selfStrategy',
    part: 'self',
    label: t('和公司大事的关系', 'My share in what mattered to the company'),
    fields: [
      own({
        key: 'selfStrategy',
        type: 'longText',
        label: t(
          '公司今年的哪件大事里有我的一份',
          'In which of the company’s large matters I had a share',
        ),
        help: t(
          '写接上的那一环：我交出去什么，谁接着用。没接上的也写。',
          'The link: what I handed over, who built on it. Also where there was none.',
        ),
        required: true,
        min: 20,
      }),
    ],
  },
  {
    key: 'bench',
    part: 'manager',
    label: t('梯队', 'Who could take over'),
    intro: t(
      '这里不打分，谈的时候摊开说。说不出口的判断，就别写。',
      'No rating here; it is laid open in the talk. A judgement you would not say aloud does not belong here.',
    ),
    fields: [
      managers({
        key: 'readiness',
        ...readiness,
        label: t('离更大的担子还有多远', 'How far from a larger task'),
        required: true,
      }),
      managers({
        key: 'missing',
        type: 'longText',
        label: t(
          '还差的那一两件事，我打算怎么给',
          'The one or two experiences still missing, and how I will provide them',
        ),
        condition: { field: 'readiness', is: 'answered' },
        required: true,
      }),
      managers({
        key: 'successor',
        type: 'person',
        label: t(
          '他要是走开三个月，谁能顶上',
          'If they were away for three months, who could step in',
        ),
        help: t(
          '没有就空着，那正是要谈的。',
          'Leave empty if there is nobody; that is what to talk about.',
        ),
      }),
    ],
  },
  {
    key: 'cascade',
    part: 'talk',
    label: t('战略接到手上', 'From strategy to hands'),
    fields: [
      shared({
        key: 'cascade',
        type: 'table',
        label: t(
          '公司的事 → 部门的数 → 我的动作',
          'Company matter → department’s figure → my action',
        ),
        required: true,
        min: 1,
        max: 5,
        columns: [
          { key: 'company', type: 'text', label: t('公司的事', 'Company matter'), required: true },
          { key: 'department', type: 'text', label: t('部门的数', 'Department’s figure') },
          {
            key: 'mine',
            type: 'text',
            label: t('我的动作、多久一次', 'My action, how often'),
            required: true,
          },
          {
            key: 'share',
            type: 'number',
            label: t('占我多少精力', 'Share of my time'),
            unit: t('%', '%'),
            min: 0,
            max: 100,
            total: 'sum',
          },
        ],
      }),
    ],
  },
]

const added: Record<string, Step> = {
  performance: {
    key: 'strategy',
    label: t('接到战略上', 'Linked to the strategy'),
    minutes: 8,
    opening: t(
      '公司今年三件大事。我们看看你的活接在哪一件上，哪些活其实谁也没接住。',
      'The company had three large matters this year. Let us see which of them your work carried, and which of it nobody picked up.',
    ),
    questions: [
      t(
        '你做的哪件事，别的部门每天都在用？',
        'Which of your work does another department use every day?',
      ),
      t('哪件事停了，一个月都没人发现？', 'Which could stop for a month before anybody noticed?'),
    ],
    fields: ['selfStrategy', 'cascade'],
    ratingHidden: false,
  },
  support: {
    key: 'bench',
    label: t('梯队与下一步担子', 'The bench, and the next task'),
    minutes: 7,
    opening: t(
      '往后看两年。我说说我看到的你离更大的担子有多远，你觉得不对就反驳我。',
      'Two years ahead: let me say how far I think you are from a larger task, and contradict me where I am wrong.',
    ),
    questions: [
      t('你要是走开三个月，哪件事会停？', 'If you were away for three months, what would stop?'),
      t(
        '你愿意从明天起把哪一块教给谁？',
        'Which piece would you begin to teach tomorrow, and to whom?',
      ),
    ],
    fields: ['readiness', 'missing', 'successor'],
    ratingHidden: false,
    tip: t(
      '不许诺职位，只说差在哪、怎么补。',
      'No post is promised; say what is missing and how to get it.',
    ),
  },
}

/** 年度面谈 for a settled company: the eight steps, tied to the strategy and to who could take over. */
export const annualFull: TemplateBody = {
  ...annualResult,
  title: t('年度结果面谈 · 成熟期', 'Annual result talk for a settled company'),
  purpose: t(
    '在八步之外多谈两件：手上的活接在公司哪件大事上，这个岗位和这个人的下一步由谁接。',
    'The eight steps and two more: which of the company’s large matters the work carries, and who comes next for the post and the person.',
  ),
  sections: [...annualResult.sections, ...strategy],
  steps: annualResult.steps.flatMap((step) =>
    added[step.key] ? [step, added[step.key]!] : [step],
  ),
  agenda: [
    ...annualResult.agenda.slice(0, 4),
    t('接到战略上', 'Linked to the strategy'),
    ...annualResult.agenda.slice(4, 6),
    t('梯队', 'The bench'),
    ...annualResult.agenda.slice(6),
  ],
}
