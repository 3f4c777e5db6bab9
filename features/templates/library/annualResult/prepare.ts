import type { Section } from '../../contract.ts'
import { ownGrowth, ownNeeds, ownReminder, ownThoughts, threeByThree } from '../common.ts'
import { general } from '../dimensions.ts'
import { managersRatings, ownRatings } from '../scale.ts'
import { managers, own, t } from '../words.ts'

export const selfSections: Section[] = [
  {
    key: 'selfGoals',
    part: 'self',
    label: t('这一年的目标', 'This year’s goals'),
    intro: t(
      '先把年初说好的事一件件摆出来。没有数字的，写现在是什么样子。',
      'Lay out what was agreed a year ago, one by one. Where there is no figure, describe how things stand.',
    ),
    fields: [
      own({
        key: 'selfGoals',
        type: 'goalReview',
        label: t('目标与达成', 'Goals and attainment'),
        help: t(
          '原定是什么，实际到哪里，差在哪一段。谈的时候，双方再一起确认数字。',
          'What was planned, what was reached, where the difference arose. You will both confirm the figures in the talk.',
        ),
        example: {
          weak: t('产量目标基本完成。', 'Output target basically met.'),
          strong: t(
            '目标 48,000 件，实际 46,200 件（96%）。7 月断料 5 天，补了两个周末，还差 1,800 件。',
            'Target 48,000, actual 46,200 (96%). Five days without material in July; two weekends made up for most, 1,800 short.',
          ),
        },
        required: true,
        mayFeedRating: true,
        min: 1,
        max: 12,
      }),
    ],
  },
  {
    key: 'selfHighlights',
    part: 'self',
    label: t('亮点与成绩', 'Highlights'),
    intro: t(
      '先说做成了什么。大事小事都行，只要说得出是哪一次。',
      'What went well comes first. Large or small, as long as you can say when it was.',
    ),
    fields: [
      own({
        key: 'selfHighlights',
        type: 'statements',
        label: t('我最想让人看见的事', 'What I would like to be seen'),
        help: t(
          '一到五条，每条配一件具体的事：原来怎样，你做了什么，后来怎样。',
          'One to five, each with a concrete case: how it was, what you did, how it is now.',
        ),
        example: {
          weak: t('积极参与改善活动。', 'Took an active part in improvement work.'),
          strong: t(
            '3 月发现夹具定位销磨损是返工的主因，画了点检卡，二号线返工率从 4.1% 降到 1.8%。',
            'In March I found worn locating pins behind most rework and drew a check card; line two fell from 4.1% to 1.8%.',
          ),
        },
        required: true,
        mayFeedRating: true,
        min: 1,
        max: 5,
        needs: ['case'],
      }),
      own({
        key: 'selfFiles',
        type: 'attachment',
        label: t('材料', 'Material'),
        help: t(
          '照片、报表、客户来信都可以。没有也不要紧。',
          'Photos, reports, a customer’s letter. Fine without, too.',
        ),
        max: 10,
      }),
    ],
  },
  {
    key: 'selfGaps',
    part: 'self',
    label: t('本可以更好的地方', 'What could have gone better'),
    intro: t(
      '写出来是为了下次绕开同一个坑。说场景就够了，不用检讨。',
      'So that the same hole is avoided next time. Describe the scene; no confession needed.',
    ),
    fields: [
      own({
        key: 'selfGaps',
        type: 'statements',
        label: t('如果重来，我会换个做法的事', 'What I would do differently'),
        help: t(
          '一到五条。写哪一次、发生了什么、影响了谁。',
          'One to five: which occasion, what happened, whom it affected.',
        ),
        example: {
          weak: t('有时候考虑不周。', 'Not thorough enough at times.'),
          strong: t(
            '9 月夜班换料没在交接本上写批号，早班多花一小时追溯。现在我换料先拍照再开机。',
            'In September I did not log the batch number on a night-shift change; the morning shift lost an hour tracing it. Now I take a photo before I start the machine.',
          ),
        },
        required: true,
        mayFeedRating: true,
        min: 1,
        max: 5,
        needs: ['situation'],
      }),
    ],
  },
  {
    key: 'selfRating',
    part: 'self',
    label: t('给自己一个位置', 'Where I see myself'),
    intro: t(
      '每一级都有一句话，挑最像的那句，再写你想到的是哪件事。',
      'Every level is a sentence. Pick the one that fits best, and say what you are thinking of.',
    ),
    fields: ownRatings(general),
  },
  {
    key: 'selfSupport',
    part: 'self',
    label: t('困难、支持与成长', 'Difficulties, support, growth'),
    intro: t(
      '这一部分不进评价。说得越实在，越容易帮上忙。',
      'This part does not count towards the rating. The more concrete, the easier to help.',
    ),
    fields: [
      own({
        key: 'selfDifficulties',
        type: 'longText',
        label: t('什么在拖慢我', 'What slows me down'),
        help: t(
          '设备、流程、人手、信息，或者别的。写最近一次遇到它的情形。',
          'Equipment, process, hands, information or something else. Describe the last time it happened.',
        ),
      }),
      ownNeeds,
      ownGrowth,
      ownThoughts,
    ],
  },
]

export const managerSections: Section[] = [
  {
    key: 'threeByThree',
    part: 'manager',
    label: t('三个优点，三个改进点，三个支持', 'Three strengths, three gaps, three supports'),
    intro: t(
      '凑不齐三条，多半是平时看得少。先去翻事实，再动笔。',
      'If three are hard to find, you may have looked too rarely. Go back to the facts before writing.',
    ),
    fields: threeByThree,
  },
  {
    key: 'rating',
    part: 'manager',
    label: t('评价', 'Assessment'),
    intro: t(
      '先挑最贴切的那句话，再写是哪件事让你这样看，以及到下一级会是什么样子。',
      'Pick the sentence that fits, say what makes you see it this way, and what the next level would look like.',
    ),
    fields: managersRatings(general),
  },
  {
    key: 'managerWords',
    part: 'manager',
    label: t('想对他说的话', 'What I want to say'),
    fields: [
      managers({
        key: 'summary',
        type: 'longText',
        label: t('一段总的看法', 'My view in one paragraph'),
        help: t(
          '先写他这一年最不容易的地方，再写你对明年的期待。读完自评以后可以再改，改动会留痕。',
          'Begin with what was hardest for them this year, then what you hope for. You may revise it after reading the self-assessment; the change is recorded.',
        ),
        example: {
          weak: t('总体不错，希望再接再厉。', 'Good overall, keep it up.'),
          strong: t(
            '夹具改造那两个月你白天顶产量、晚上画图，二号线才稳下来。明年我希望这套方法由你教给三号线。',
            'For two months you kept output up by day and drew fixtures at night; that is why line two is steady. Next year I would like you to teach line three.',
          ),
        },
        required: true,
        mayFeedRating: true,
        min: 20,
      }),
      ownReminder,
    ],
  },
]
