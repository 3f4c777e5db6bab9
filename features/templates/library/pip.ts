import type { TemplateBody } from '../contract.ts'
import { agreedGoals, minutes, ownNeeds, ownReminder, ownThoughts } from './common.ts'
import { stagedRecognition } from './recognition.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

/**
 * 改进面谈: facts, standard, three stages with what will be looked at, help, and what follows. Its
 * completeness is shown while it is written, because a half-written plan of this kind harms both.
 */
export const pip: TemplateBody = {
  title: t('改进面谈', 'Improvement talk'),
  purpose: t(
    '把没达到的要求、三个阶段怎么看、公司给什么帮助、做到和没做到各会怎样，当面说清楚、写清楚。是帮人过关，不是走程序。',
    'Say and write plainly what is not met, what will be looked at in three stages, what help the company gives, and what follows either way. Meant to get someone through, not through a procedure.',
  ),
  scale: null,
  dimensions: [],
  meter: true,
  sections: [
    {
      key: 'selfView',
      part: 'self',
      label: t('我怎么看', 'How I see it'),
      intro: t(
        '主管会先把事实写下来。你也写你的，两边写完同时打开。',
        'Your manager writes down the facts; you write your side. Both open at the same time.',
      ),
      fields: [
        own({
          key: 'selfAccount',
          type: 'longText',
          label: t('这段时间发生了什么，我的说法', 'What happened, in my words'),
          help: t(
            '写哪一次、当时的情形、你做了什么。',
            'Which occasion, the circumstances, what you did.',
          ),
          required: true,
          min: 10,
        }),
        own({
          key: 'selfCauses',
          type: 'causes',
          label: t(
            '什么让我没做到，怎样才做得到',
            'What kept me from it, and what would make it possible',
          ),
          help: t(
            '自己的和不归自己的，分开写。有办法就先提，会标明是你提的。',
            'Keep apart what is yours and what is not. Propose remedies; they will carry your name.',
          ),
          required: true,
          min: 1,
          max: 6,
        }),
        ownNeeds,
        ownThoughts,
      ],
    },
    {
      key: 'facts',
      part: 'manager',
      label: t('事实与要求', 'Facts and standard'),
      intro: t(
        '只写看得见的。对方读完应该说“是有这回事”，哪怕不同意你的结论。',
        'Only what can be seen. They should be able to say “yes, that happened”, even if they disagree with you.',
      ),
      fields: [
        managers({
          key: 'gaps',
          type: 'statements',
          label: t('没达到的事实', 'What was not met'),
          example: {
            weak: t(
              '工作态度不端正，屡教不改。',
              'Poor attitude, no improvement despite repeated reminders.',
            ),
            strong: t(
              '9 月 4、11、19 日三次夜班首检没做，返工 210 件；4 日和 11 日之后我都当面说过。',
              'First-piece checks missed on the nights of 4, 11 and 19 September, 210 pieces reworked; I spoke to them in person after the first two.',
            ),
          },
          required: true,
          min: 2,
          max: 8,
          needs: ['situation'],
        }),
        managers({
          key: 'standard',
          type: 'longText',
          label: t('要求是什么，什么时候说过', 'What is required, and when it was said'),
          help: t(
            '岗位要求、作业指导书、目标表，写明出处。没说过，就从今天说起。',
            'Job description, work instruction, goal table: name the source. If it was never said, it counts from today.',
          ),
          required: true,
          min: 10,
        }),
        managers({
          key: 'impact',
          type: 'longText',
          label: t('谁因此受了影响', 'Who felt it'),
          required: true,
        }),
        managers({
          key: 'tried',
          type: 'longText',
          label: t(
            '之前帮过什么，为什么没成',
            'What help was given before, and why it did not work',
          ),
          help: t('没帮过就写没帮过。', 'If none was, say so.'),
          required: true,
        }),
        ownReminder,
      ],
    },
    {
      key: 'talk',
      part: 'talk',
      label: t('当面对一遍', 'Going through it together'),
      fields: [
        mode,
        shared({
          key: 'factsAgreed',
          type: 'choice',
          label: t('这些事实', 'The facts'),
          options: [
            { key: 'agreed', label: t('两个人都认', 'Both accept them') },
            { key: 'partly', label: t('认一部分', 'Accepted in part') },
            { key: 'disputed', label: t('员工不认，如实记下', 'Disputed, and recorded so') },
          ],
          required: true,
        }),
        shared({
          key: 'factsOpen',
          type: 'longText',
          label: t('哪几件不认，谁去核实、到哪天', 'Which are disputed; who checks, and by when'),
          condition: {
            any: [
              { field: 'factsAgreed', equals: 'partly' },
              { field: 'factsAgreed', equals: 'disputed' },
            ],
          },
          required: true,
          min: 10,
        }),
        shared({
          key: 'causes',
          type: 'causes',
          startsFrom: 'selfCauses',
          label: t('原因与办法', 'Causes and remedies'),
          required: true,
          min: 1,
          max: 8,
        }),
        minutes,
      ],
    },
    {
      key: 'stages',
      part: 'agreement',
      label: t('三个阶段', 'Three stages'),
      intro: t(
        '每一阶段到期谈一次（跟进面谈），看的就是这一行，不临时加码。',
        'Each stage ends with a follow-up talk that looks at exactly this line; nothing is added on the way.',
      ),
      fields: [
        shared({
          key: 'stages',
          type: 'table',
          label: t('阶段、要求与检查', 'Stages, requirements, checks'),
          required: true,
          max: 3,
          columns: [
            { key: 'stage', type: 'text', label: t('阶段', 'Stage') },
            {
              key: 'goal',
              type: 'text',
              label: t('做到什么', 'What has to be reached'),
              required: true,
            },
            {
              key: 'evidence',
              type: 'text',
              label: t('看什么、谁来看', 'What is looked at, and by whom'),
              required: true,
            },
            { key: 'until', type: 'date', label: t('到哪天', 'By'), required: true },
            { key: 'support', type: 'text', label: t('这一段给的帮助', 'Help during this stage') },
          ],
          given: [
            { stage: t('第一阶段 · 站稳（约 30 天）', 'First: steady (about 30 days)') },
            { stage: t('第二阶段 · 达到（约 60 天）', 'Second: met (about 60 days)') },
            { stage: t('第三阶段 · 保持（约 90 天）', 'Third: kept up (about 90 days)') },
          ],
        }),
        shared({
          key: 'helper',
          type: 'person',
          label: t('日常帮他的人', 'Who helps day by day'),
          help: t(
            '最好不是打分的人。先问过本人。',
            'Ideally not the one who assesses. Ask them first.',
          ),
          required: true,
        }),
      ],
    },
    {
      key: 'consequences',
      part: 'agreement',
      label: t('做到与没做到', 'If it is met, and if it is not'),
      fields: [
        shared({
          key: 'ifMet',
          type: 'longText',
          label: t('做到了会怎样', 'If it is met'),
          help: t(
            '写清楚：这件事就此结束，不再翻旧账。',
            'Say it: the matter is closed and will not be brought up again.',
          ),
          writer: 'manager',
          required: true,
        }),
        shared({
          key: 'ifNot',
          type: 'longText',
          label: t('没做到会怎样', 'If it is not'),
          help: t(
            '只写制度里有的、你有权说的。拿不准先问 HR。',
            'Only what the rules provide and you may say. If unsure, ask HR first.',
          ),
          writer: 'manager',
          required: true,
        }),
        shared({
          key: 'employeeView',
          type: 'longText',
          label: t('员工的意见', 'The employee’s view'),
          help: t(
            '同意、不同意、有条件地同意，都写在这里，原样留下。',
            'Agree, disagree, agree on conditions: written here, kept as written.',
          ),
          writer: 'employee',
          required: true,
        }),
        agreedGoals,
        ...firstStep,
        shared({
          key: 'signing',
          type: 'signature',
          label: t('签字只表示看过、谈过', 'Signing means read and discussed'),
          help: t(
            '不等于同意。不同意可以选“已阅有异议”，理由会一起封存。',
            'It does not mean consent. “Read, with a reservation” is there, and the reasons are sealed with it.',
          ),
          signs: ['employee', 'manager'],
        }),
      ],
    },
    ...stagedRecognition,
    lastWords,
  ],
  steps: [
    {
      key: 'opening',
      label: t('把话说在前面', 'Say it plainly'),
      minutes: 5,
      opening: t(
        '今天这次谈话不轻松，我先说清楚：有几件事没达到要求，我想帮你过这一关。整个过程会写下来，你写的也一样会留下。',
        'This will not be an easy talk, so plainly: some things do not meet what is required, and I want to help you get there. All of it is written down, your words as much as mine.',
      ),
      questions: [
        t(
          '开始之前，你有什么想先说的？',
          'Before we begin, is there anything you want to say first?',
        ),
      ],
      fields: [],
      ratingHidden: true,
      tip: t(
        '不绕弯，不铺垫表扬。绕得越久，对方越慌。',
        'No detours and no cushion of praise: the longer the detour, the greater the fear.',
      ),
    },
    {
      key: 'facts',
      label: t('对事实', 'The facts'),
      minutes: 12,
      opening: t(
        '我念一件，你告诉我是不是这样。不是，就说是怎样。',
        'I read one out; you tell me whether it was so. If not, how it was.',
      ),
      questions: [
        t('这件事当天，有什么是我不知道的？', 'What do I not know about that day?'),
        t('要核实的话，去问谁、看什么？', 'To check it: whom to ask, what to look at?'),
      ],
      fields: ['gaps', 'standard', 'impact', 'selfAccount', 'factsAgreed', 'factsOpen'],
      ratingHidden: true,
      tip: t('只对事实，先不谈为什么。', 'Facts only; the why comes next.'),
    },
    {
      key: 'causes',
      label: t('找原因', 'The causes'),
      minutes: 13,
      opening: t(
        '要是换作别人在这个位置上，也会卡住吗？卡在哪？',
        'Would somebody else in your place get stuck too? Where?',
      ),
      questions: [
        t(
          '哪些在你手里，哪些在我手里，哪些都不在？',
          'What is in your hands, what in mine, what in neither?',
        ),
        t('之前的办法为什么没用？', 'Why did the earlier remedies not work?'),
      ],
      fields: ['selfCauses', 'causes', 'tried'],
      ratingHidden: true,
    },
    {
      key: 'stages',
      label: t('定三个阶段', 'Three stages'),
      minutes: 15,
      opening: t(
        '我们一段一段来。头 30 天，做到什么，你我都会说“站稳了”？',
        'One stage at a time. In the first thirty days, what would make us both say: steady?',
      ),
      questions: [
        t('这个要求，部门里别人达到了吗？', 'Do others in the department meet this?'),
        t('谁来看、看什么，才公平？', 'Who looks, and at what, for it to be fair?'),
      ],
      fields: ['stages', 'nextGoals', 'minutes'],
      ratingHidden: true,
      tip: t(
        '要求不能高过同岗位的人，时间要给足。',
        'Ask no more than of others in the post, and give enough time.',
      ),
    },
    {
      key: 'support',
      label: t('给什么帮助', 'What help there is'),
      minutes: 8,
      opening: t(
        '我和公司能做什么，你才真有机会做到？',
        'What must the company and I do for you to have a real chance?',
      ),
      questions: [
        t('每周哪一天，我们碰十分钟？', 'On which day of the week do we take ten minutes?'),
      ],
      fields: ['selfSupport', 'helper', 'supportNeeds'],
      ratingHidden: true,
    },
    {
      key: 'close',
      label: t('说清后果，留下意见', 'What follows, and their view'),
      minutes: 7,
      opening: t(
        '做到了，这事就翻篇。没做到会怎样，我也不瞒你。你的意见，一个字不改地留在这里。',
        'If it is met, the page is turned. What happens otherwise I will not hide. And your view stays here, word for word.',
      ),
      questions: [t('你现在最担心什么？', 'What worries you most at this moment?')],
      fields: ['ifMet', 'ifNot', 'employeeView', 'nextStepInOwnWords'],
      ratingHidden: true,
      tip: t(
        '谈完当天别再派重活。第二天问一句“睡得好吗”。',
        'Hand out no heavy work that day. The next morning, ask how they slept.',
      ),
    },
  ],
  agenda: [
    t('为什么谈', 'Why we talk'),
    t('对事实', 'The facts'),
    t('找原因', 'The causes'),
    t('三个阶段', 'Three stages'),
    t('帮助', 'Help'),
    t('后果与意见', 'What follows, and your view'),
  ],
}
