import type { Dimension, Step } from '../../contract.ts'
import { t } from '../words.ts'

export const dimensions: Dimension[] = [
  {
    key: 'contribution',
    label: t('贡献', 'Contribution'),
    help: t(
      '少了这个人做的事，团队今年会差在哪里。',
      'What the team would have missed this year without this person’s work.',
    ),
    weight: 50,
  },
  {
    key: 'conduct',
    label: t('做法', 'Ways of working'),
    help: t(
      '遇到难处时怎么做事、怎么对人。',
      'How they work, and treat people, when it gets difficult.',
    ),
    weight: 30,
  },
  {
    key: 'potential',
    label: t('成长', 'Growth'),
    help: t(
      '接没接过比现在大一号的活，接得怎样。',
      'Whether they took on something a size larger, and how it went.',
    ),
    weight: 20,
  },
]

/** An hour, half of it about what comes. */
export const steps: Step[] = [
  {
    key: 'past',
    label: t('复盘过去', 'Looking back'),
    minutes: 15,
    opening: t(
      '这半年我印象最深的是你那次半夜改方案。不过先听你的：回头看，哪件事最值？',
      'What stayed with me was the night you rewrote the plan. But you first: looking back, what was most worth it?',
    ),
    questions: [
      t(
        '那件不顺的事，如果给你多一周，你会用在哪儿？',
        'The one that went badly: with one more week, where would you spend it?',
      ),
      t('有没有哪次结果不好，但做法是对的？', 'Was there a poor result from a good approach?'),
      t('我当时做的哪个决定，让你难做了？', 'Which decision of mine made it harder for you?'),
    ],
    fields: ['selfHighlights', 'selfRegret', 'strengths', 'gaps', 'keyMatters', 'causes'],
    ratingHidden: true,
    tip: t(
      '把开场那句话里的事换成你真记得的一件。',
      'Replace the case in the opening line with one you truly remember.',
    ),
  },
  {
    key: 'now',
    label: t('校准现在', 'Calibrating'),
    minutes: 15,
    opening: t(
      '我们各写了三件最要紧的事，摊开看看：顺序一样吗？',
      'We each wrote down three priorities. Let us put them side by side: same order?',
    ),
    questions: [
      t(
        '哪件事你在做，但觉得已经不该做了？',
        'What are you still doing that no longer needs doing?',
      ),
      t(
        '照现在这样再走半年，会怎样？',
        'If this goes on for another six months, where will it lead?',
      ),
      t(
        '我这一级的评价，哪一句和你的感受差得最远？',
        'Which sentence of my assessment is furthest from how it felt?',
      ),
    ],
    fields: [
      'selfExpectations',
      'expectations',
      'selfObstacle',
      'selfPace',
      'selfPaceWhy',
      ...dimensions.flatMap(({ key }) => [`selfRating.${key}`, `rating.${key}`]),
      'differenceNote',
      'calibrated',
      'minutes',
    ],
    ratingHidden: false,
  },
  {
    key: 'future',
    label: t('规划未来', 'Looking ahead'),
    minutes: 30,
    opening: t(
      '后面这半小时都留给以后。要是明年这时候我们再坐在这里，你希望有什么不一样？',
      'The next half hour is all about what comes. If we sit here again next year, what would you like to be different?',
    ),
    questions: [
      t('想学的这件事，谁身上有你想要的样子？', 'Who already does it the way you would like to?'),
      t(
        '哪个机会给你，你会有点怕，但想试？',
        'Which chance would scare you a little, and tempt you anyway?',
      ),
      t(
        '我每个月做哪一件小事，对你最有用？',
        'What small thing could I do every month that would help most?',
      ),
    ],
    fields: [
      'selfGrowth',
      'selfSupport',
      'supports',
      'nextGoals',
      'growth',
      'supportNeeds',
      'nextStepInOwnWords',
      'outcome',
      'openPoints',
    ],
    ratingHidden: false,
    tip: t('少给建议，多问一句“还有呢”。', 'Less advice; ask “and what else?” once more.'),
  },
]
