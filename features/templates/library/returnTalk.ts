import type { Field, TemplateBody } from '../contract.ts'
import { minutes, ownReminder, ownThoughts } from './common.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

const effect: Pick<Field, 'type' | 'anchors'> = {
  type: 'scale',
  anchors: [
    {
      value: 1,
      label: t('没变', 'No change'),
      meaning: t('谈完和没谈一样', 'As if we had not talked'),
    },
    {
      value: 2,
      label: t('动了一点', 'A little'),
      meaning: t('动了一点，又回去了', 'A little, then back again'),
    },
    {
      value: 3,
      label: t('在变', 'Changing'),
      meaning: t('在变，还要有人盯着', 'Changing, still needs a push'),
    },
    {
      value: 4,
      label: t('看得见', 'Visible'),
      meaning: t('旁边的人也看见了', 'Others have noticed'),
    },
    { value: 5, label: t('成了习惯', 'A habit'), meaning: t('不用提醒了', 'No reminder needed') },
  ],
}

/** 回访: some weeks after a talk, whether it made any difference, on both sides. */
export const returnTalk: TemplateBody = {
  title: t('回访', 'Return visit'),
  purpose: t(
    '上次谈完几周以后，回来看一眼：说好的落了没有，两边都算；上次那样谈，有没有用。不打分。',
    'A few weeks after a talk, a look back: did what was agreed happen, on both sides, and was talking that way of any use. No rating.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfBack',
      part: 'self',
      label: t('上次以后', 'Since last time'),
      fields: [
        own({
          key: 'selfDone',
          type: 'longText',
          label: t('我说过要做的，做到哪了', 'What I said I would do, and where it stands'),
          help: t('没动也写，写卡在哪。', 'Also if nothing moved: say what it is stuck on.'),
          required: true,
        }),
        own({
          key: 'selfEffect',
          ...effect,
          label: t('上次谈完，事情变了多少', 'How much has changed since we talked'),
          required: true,
        }),
        own({
          key: 'selfOwed',
          type: 'longText',
          label: t(
            '主管和公司答应的，兑现了没有',
            'What my manager and the company promised: was it kept',
          ),
          help: t(
            '照实写。他们的承诺和你的排在同一张清单里。',
            'As it is. Their promises stand in the same list as yours.',
          ),
        }),
        ownThoughts,
      ],
    },
    {
      key: 'managerBack',
      part: 'manager',
      label: t('上次以后', 'Since last time'),
      fields: [
        managers({
          key: 'seen',
          type: 'longText',
          label: t('我看见的变化', 'The change I have seen'),
          help: t(
            '写哪天、哪件事。没看见，先去现场看一次再来谈。',
            'Which day, which thing. If you have seen nothing, go and look before you talk.',
          ),
          example: {
            weak: t('有所改进。', 'Some improvement.'),
            strong: t(
              '10 月 12、13 日两个夜班我去看过，首检表当场填，第二件之前都量了。',
              'I was there on the nights of 12 and 13 October: the first-piece sheet was filled in on the spot, before the second piece ran.',
            ),
          },
          required: true,
        }),
        managers({
          key: 'effect',
          ...effect,
          label: t('上次谈完，事情变了多少', 'How much has changed since we talked'),
          required: true,
        }),
        managers({
          key: 'owed',
          type: 'longText',
          label: t('我答应的，做到哪了', 'What I promised, and where it stands'),
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
          key: 'changes',
          type: 'keyMatters',
          label: t('说好的事，落了没有', 'What was agreed, and what became of it'),
          help: t('一件一行，两边的都写。', 'One line each, of both sides.'),
          required: true,
          min: 1,
          max: 8,
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('接下来', 'From here'),
      fields: [
        shared({
          key: 'closeOr',
          type: 'choice',
          label: t('上次的事', 'The matter of last time'),
          options: [
            { key: 'closed', label: t('落了，到此为止', 'Done, and closed') },
            { key: 'goesOn', label: t('接着做，改改办法', 'Goes on, in another way') },
            { key: 'changed', label: t('情况变了，重新说', 'Things have changed; agreed anew') },
          ],
          required: true,
        }),
        shared({
          key: 'lastTalk',
          type: 'longText',
          label: t('上次那样谈，哪里好、哪里不好', 'Last time’s talk: what was good, what was not'),
          help: t(
            '员工来写，给主管下次用。',
            'Written by the employee, for the manager’s next time.',
          ),
          writer: 'employee',
        }),
        ...firstStep,
      ],
    },
    lastWords,
  ],
  steps: [
    {
      key: 'mine',
      label: t('先说我欠的', 'What I owe, first'),
      minutes: 4,
      opening: t(
        '上次我答应你三件事，做成两件，第三件我说说为什么还没成。',
        'Last time I promised you three things. Two are done; let me say why the third is not.',
      ),
      questions: [t('我说的这几件，和你看到的一样吗？', 'Is that how it looks from your side?')],
      fields: ['owed', 'selfOwed'],
      ratingHidden: true,
    },
    {
      key: 'theirs',
      label: t('你那边走到哪了', 'Where they are'),
      minutes: 8,
      opening: t(
        '你那边呢？先说顺的，再说卡的。',
        'And on your side? What goes well first, then what is stuck.',
      ),
      questions: [
        t('哪一步比你想的容易？', 'Which step was easier than you thought?'),
        t('如果还要三周，你会先动哪里？', 'Given three more weeks, where would you begin?'),
      ],
      fields: ['selfDone', 'seen', 'selfEffect', 'effect', 'changes'],
      ratingHidden: true,
    },
    {
      key: 'talk',
      label: t('上次那样谈，有用吗', 'Was that talk of use'),
      minutes: 4,
      opening: t(
        '上次我们谈的那一个小时，哪句话有用，哪句话不如不说？',
        'Of that hour last time: which sentence helped, and which had better not been said?',
      ),
      questions: [t('下次你希望我怎么开头？', 'How would you like me to begin next time?')],
      fields: ['lastTalk', 'minutes'],
      ratingHidden: true,
      tip: t('听完只说谢谢。', 'Listen, say thank you, nothing else.'),
    },
    {
      key: 'close',
      label: t('了结，或者改办法', 'Closed, or done differently'),
      minutes: 4,
      opening: t(
        '这件事，我们算它成了，还是换个办法再来？',
        'Do we call it done, or try another way?',
      ),
      questions: [t('接下来先做什么？', 'What comes first now?')],
      fields: ['closeOr', 'nextStepInOwnWords', 'supportNeeds'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('我欠的', 'What I owe'),
    t('你那边走到哪了', 'Where you are'),
    t('上次谈得怎样', 'How the last talk was'),
    t('接下来', 'From here'),
  ],
}
