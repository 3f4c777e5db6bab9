import type { TemplateBody } from '../contract.ts'
import { minutes, ownReminder, ownThoughts } from './common.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

/** 决策前沟通: before pay, promotion or a change of post is decided, so that nobody is taken by surprise. */
export const preDecision: TemplateBody = {
  title: t('决策前沟通', 'Before a decision'),
  purpose: t(
    '调薪、晋升、调岗拍板之前谈一次：标准是什么，依据是哪些，对方怎么想。这里不做决定，也不承诺结果。',
    'Before pay, promotion or a transfer is decided: the criteria, the facts they rest on, and how the other sees it. Nothing is decided or promised here.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfSide',
      part: 'self',
      label: t('我想让人考虑的', 'What I want to be considered'),
      fields: [
        own({
          key: 'selfWish',
          type: 'longText',
          label: t('我希望怎样，最看重什么', 'What I hope for, and what matters most to me'),
          help: t(
            '钱、机会、离家近、能学东西，排个先后。',
            'Money, opportunity, closeness to home, learning: put them in order.',
          ),
          required: true,
        }),
        own({
          key: 'selfFacts',
          type: 'statements',
          label: t('请考虑的事实', 'Facts to be considered'),
          help: t('一到三件，各有一个例子。', 'One to three, each with a case.'),
          required: true,
          min: 1,
          max: 3,
          needs: ['case'],
        }),
        own({
          key: 'selfUnacceptable',
          type: 'longText',
          label: t('哪种结果我会难以接受，为什么', 'Which outcome would be hard for me, and why'),
        }),
        ownThoughts,
      ],
    },
    {
      key: 'managerSide',
      part: 'manager',
      label: t('我要说清楚的', 'What I have to make clear'),
      fields: [
        managers({
          key: 'about',
          type: 'choice',
          label: t('将要决定的是', 'What is going to be decided'),
          options: [
            { key: 'pay', label: t('调薪', 'Pay') },
            { key: 'promotion', label: t('晋升', 'Promotion') },
            { key: 'transfer', label: t('调岗', 'A change of post') },
            { key: 'contract', label: t('续签', 'Renewal of contract') },
            { key: 'other', label: t('其他', 'Something else') },
          ],
          required: true,
        }),
        managers({
          key: 'criteria',
          type: 'longText',
          label: t('按什么标准、谁来定、哪天出结果', 'By which criteria, who decides, and when'),
          example: {
            weak: t('公司会综合考虑。', 'The company will consider everything.'),
            strong: t(
              '看两条：去年结果和现在岗位的市场价。我提建议，事业部总经理定，12 月 20 日前书面告诉你。',
              'Two things: last year’s result and the market rate of your post. I recommend, the division head decides, you hear in writing by 20 December.',
            ),
          },
          required: true,
          min: 10,
        }),
        managers({
          key: 'facts',
          type: 'statements',
          label: t('我会拿出来说的事实', 'The facts I will put forward'),
          help: t(
            '有利的、不利的都写。背后说的，要和当面说的一样。',
            'For and against. What is said behind closed doors must be what is said here.',
          ),
          required: true,
          min: 2,
          max: 6,
          needs: ['case'],
        }),
        managers({
          key: 'ruleNote',
          type: 'helpText',
          label: t('别许诺，也别吓唬', 'Neither promise nor threaten'),
          help: t(
            '“应该没问题”和“这次悬了”都会被当成答案。你能说的是标准、事实和日子。',
            '“It should be fine” and “it looks bad” are both heard as answers. What you can give are criteria, facts and a date.',
          ),
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
          key: 'newFacts',
          type: 'keyMatters',
          label: t('谈了才知道的事', 'What we only learned in the talk'),
          help: t(
            '会影响决定的，记下来带给拍板的人。',
            'Whatever may matter to the decision goes to whoever decides.',
          ),
          max: 5,
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('谈完留下的', 'What remains'),
      fields: [
        shared({
          key: 'understood',
          type: 'choice',
          label: t('标准和日子', 'Criteria and date'),
          options: [
            { key: 'clear', label: t('说清楚了', 'Clear') },
            { key: 'open', label: t('还有不清楚的', 'Some points are open') },
          ],
          required: true,
        }),
        shared({
          key: 'openQuestions',
          type: 'longText',
          label: t('还要去问清的，谁去问、到哪天', 'What has to be asked, by whom, by when'),
          condition: { field: 'understood', equals: 'open' },
          required: true,
        }),
        shared({
          key: 'takenAlong',
          type: 'longText',
          label: t('请主管一定带到的话', 'What the manager is asked to pass on'),
          help: t(
            '由员工来写，主管原样转给决定的人。',
            'Written by the employee and passed on as it stands.',
          ),
          writer: 'employee',
        }),
        shared({
          key: 'toldOn',
          type: 'date',
          label: t('哪天告诉结果', 'When the result will be told'),
          required: true,
        }),
        ...firstStep,
      ],
    },
    lastWords,
  ],
  steps: [
    {
      key: 'frame',
      label: t('先说今天不决定', 'Nothing is decided today'),
      minutes: 4,
      opening: t(
        '月底要定调薪。今天不是来宣布的，是在定之前，想听你说，也把怎么定讲给你听。',
        'Pay is decided at the end of the month. I am not here to announce anything: before it is settled I want to hear you, and to tell you how it is settled.',
      ),
      questions: [t('你听到过什么说法？', 'What have you heard so far?')],
      fields: ['about'],
      ratingHidden: true,
    },
    {
      key: 'criteria',
      label: t('标准、依据、日子', 'Criteria, facts, date'),
      minutes: 9,
      opening: t(
        '按这几条定，依据是这几件事，有对你有利的，也有不利的，我都摆出来。',
        'These are the criteria, and these the facts: some speak for you, some do not, and here they all are.',
      ),
      questions: [t('哪一件你觉得不该算进来？', 'Which of them should not count, in your view?')],
      fields: ['criteria', 'facts'],
      ratingHidden: true,
    },
    {
      key: 'listen',
      label: t('听他怎么想', 'How they see it'),
      minutes: 10,
      opening: t('现在换你说。你最看重的是什么？', 'Now you. What matters most to you?'),
      questions: [
        t('有什么是我该知道、又没写进来的？', 'What should I know that is written nowhere?'),
        t(
          '如果结果和你想的不一样，你最想听到的解释是什么？',
          'If it turns out otherwise, which explanation would you need to hear?',
        ),
      ],
      fields: ['selfWish', 'selfFacts', 'selfUnacceptable', 'newFacts', 'minutes'],
      ratingHidden: true,
      tip: t('他说“你不用解释”时，就别解释。', 'When they say you need not explain, do not.'),
    },
    {
      key: 'close',
      label: t('带走什么，哪天回话', 'What goes along, and when'),
      minutes: 7,
      opening: t(
        '我会把这几句原样带到。结果哪天告诉你，我们现在写下来。',
        'I will pass these sentences on as they stand. And the day you hear the result we write down now.',
      ),
      questions: [t('还有哪一点没说清？', 'Which point is still unclear?')],
      fields: ['understood', 'openQuestions', 'takenAlong', 'toldOn', 'nextStepInOwnWords'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('今天谈什么、不谈什么', 'What today is and is not'),
    t('标准与依据', 'Criteria and facts'),
    t('你怎么想', 'Your view'),
    t('哪天有结果', 'When it will be known'),
  ],
}
