import type { TemplateBody } from '../contract.ts'
import { minutes, ownReminder, ownThoughts } from './common.ts'
import { firstStep, lastWords, mode } from './shared.ts'
import { managers, own, shared, t } from './words.ts'

/** 跟进面谈: the plan of the last talk, line by line, in twenty minutes. */
export const followUp: TemplateBody = {
  title: t('跟进面谈', 'Follow-up'),
  purpose: t(
    '每月或每季度一次，只看上次定下的那几行：走到哪了，改不改，谁来帮。不打分，也不追责。',
    'Monthly or quarterly, only the lines agreed last time: where they stand, whether to change them, who helps. No rating and no blame.',
  ),
  scale: null,
  dimensions: [],
  sections: [
    {
      key: 'selfProgress',
      part: 'self',
      label: t('来之前，对一遍清单', 'Go through the list before you come'),
      fields: [
        own({
          key: 'selfProgress',
          type: 'table',
          label: t('上次定的几行，走到哪了', 'The lines of last time, and where they stand'),
          help: t('上次的清单在旁边，照着写。', 'Last time’s list is beside this page.'),
          required: true,
          min: 1,
          max: 8,
          columns: [
            { key: 'what', type: 'text', label: t('哪一行', 'Which line'), required: true },
            {
              key: 'state',
              type: 'choice',
              label: t('走到哪了', 'Where it stands'),
              required: true,
              options: [
                { key: 'done', label: t('做成了', 'Done') },
                { key: 'onTrack', label: t('在路上', 'Under way') },
                { key: 'stuck', label: t('卡住了', 'Stuck') },
                { key: 'dropped', label: t('该放下了', 'To be dropped') },
              ],
            },
            {
              key: 'why',
              type: 'text',
              label: t('看得见的一点，或者卡在哪', 'One visible sign, or what it is stuck on'),
            },
          ],
        }),
        ownThoughts,
      ],
    },
    {
      key: 'managerProgress',
      part: 'manager',
      label: t('来之前，想三分钟', 'Three minutes before you come'),
      fields: [
        managers({
          key: 'praise',
          type: 'best',
          variant: 'A',
          label: t('想当面谢他的一件事', 'One thing to thank them for'),
          help: t(
            '四句话写下来，当面说三十秒。',
            'Four sentences on paper, thirty seconds face to face.',
          ),
          example: {
            weak: t('最近表现不错。', 'Doing well lately.'),
            strong: t(
              '行为：你把换模 14 步拍成了视频。影响：二组新人一周就能上手。建议：再录一段清模的。感谢：这两个周末辛苦了，三号线我也想请你看看。',
              'Behaviour: you filmed the 14 steps of the die change. Effect: newcomers in team two need a week. Suggestion: one more on cleaning. Thanks: for two weekends, and I would like you to look at line three.',
            ),
          },
          max: 2,
        }),
        managers({
          key: 'owed',
          type: 'longText',
          label: t('我那几行走到哪了', 'Where my own lines stand'),
          required: true,
        }),
        ownReminder,
      ],
    },
    {
      key: 'talk',
      part: 'talk',
      label: t('逐行看', 'Line by line'),
      fields: [
        mode,
        shared({
          key: 'progress',
          type: 'table',
          startsFrom: 'selfProgress',
          label: t('走到哪了，怎么办', 'Where it stands, what now'),
          required: true,
          min: 1,
          max: 8,
          columns: [
            { key: 'what', type: 'text', label: t('哪一行', 'Which line'), required: true },
            {
              key: 'state',
              type: 'choice',
              label: t('走到哪了', 'Where it stands'),
              required: true,
              options: [
                { key: 'done', label: t('做成了', 'Done') },
                { key: 'onTrack', label: t('在路上', 'Under way') },
                { key: 'stuck', label: t('卡住了', 'Stuck') },
                { key: 'dropped', label: t('该放下了', 'To be dropped') },
              ],
            },
            {
              key: 'why',
              type: 'text',
              label: t('看得见的一点，或者卡在哪', 'One visible sign, or what it is stuck on'),
            },
            {
              key: 'change',
              type: 'text',
              label: t('改什么：目标、人手、日子', 'What changes: goal, hands, date'),
            },
          ],
        }),
        minutes,
      ],
    },
    {
      key: 'agreement',
      part: 'agreement',
      label: t('说定的事', 'What we settled'),
      intro: t(
        '接着做的，把计划里的那一行改到新日子。',
        'What goes on gets its new date in the plan.',
      ),
      fields: firstStep,
    },
    lastWords,
  ],
  steps: [
    {
      key: 'thanks',
      label: t('先谢一件', 'Thanks first'),
      minutes: 3,
      opening: t(
        '上周三你把换模拍成视频那件事，我一直想当面谢你。',
        'The video of the die change last Wednesday: I have been meaning to thank you for it.',
      ),
      questions: [t('那次你是怎么想到的？', 'How did you come up with it?')],
      fields: ['praise'],
      ratingHidden: true,
      tip: t('没有真事就跳过，别凑。', 'No real case, no thanks: skip it.'),
    },
    {
      key: 'lines',
      label: t('一行一行看', 'Line by line'),
      minutes: 9,
      opening: t(
        '我们照着上次的清单来，我先说我的那几行。',
        'We go by last time’s list; my own lines first.',
      ),
      questions: [
        t(
          '卡住的这一行，是不会、没空，还是推不动别人？',
          'The stuck one: not knowing how, no time, or others not moving?',
        ),
        t('哪一行其实已经没必要了？', 'Which line is no longer needed?'),
      ],
      fields: ['owed', 'selfProgress', 'progress'],
      ratingHidden: true,
      tip: t(
        '卡住先问要什么，别先问为什么没做。',
        'When stuck, ask first what is needed, not why it was not done.',
      ),
    },
    {
      key: 'change',
      label: t('该改的现在改', 'Change what must change'),
      minutes: 5,
      opening: t(
        '有两行照原样做不成了。改目标、加人手、还是挪日子？',
        'Two lines will not work as they are. Change the goal, add hands, or move the date?',
      ),
      questions: [t('我打哪个电话，能松动它？', 'Which call of mine would loosen it?')],
      fields: ['minutes', 'supportNeeds'],
      ratingHidden: true,
    },
    {
      key: 'next',
      label: t('下次见', 'Until next time'),
      minutes: 3,
      opening: t('下次见之前，你先做哪一件？', 'Before we meet again, which comes first?'),
      questions: [t('下次哪天？', 'And when do we meet?')],
      fields: ['nextStepInOwnWords'],
      ratingHidden: true,
    },
  ],
  agenda: [
    t('谢一件', 'Thanks'),
    t('一行一行看', 'Line by line'),
    t('该改的现在改', 'Changes'),
    t('下次', 'Next time'),
  ],
}
