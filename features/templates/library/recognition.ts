import type { Field, Section, Text } from '../contract.ts'
import { shared, t } from './words.ts'

type Matter = [key: string, label: Text]

/** What has to be agreed apart from each other: somebody may share the goals and not see how they are to be reached. */
const matters: Matter[] = [
  ['Goals', t('目标：做成这几件事', 'The goals: these few things')],
  ['Standards', t('标准：看什么算做到', 'The standards: what counts as done')],
  [
    'Resources',
    t('资源：人、钱、时间和支持够用', 'The resources: people, money, time and help are enough'),
  ],
]

/** The same where a plan goes by stages: each has a day, and somebody else helps. */
const staged: Matter[] = [
  ['Goals', t('要求：每一段做到这些', 'The requirements: this much in each stage')],
  ['Standards', t('检查：看什么、谁来看', 'The checks: what is looked at, and by whom')],
  ['Resources', t('帮助：说好的帮助够用', 'The help: what was promised is enough')],
  ['Dates', t('日子：每一段到这天', 'The dates: each stage by its day')],
]

const answered = (writer: 'employee' | 'manager', about: Matter[]): Field[] => {
  const keyOf = (matter: string) => `${writer}${matter}`
  return [
    ...about.map(([matter, label]) =>
      shared({
        key: keyOf(matter),
        type: 'choice',
        label,
        options: [
          { key: 'agreed', label: t('认可', 'I agree') },
          { key: 'reserved', label: t('有保留', 'With a reservation') },
        ],
        writer,
        required: true,
      }),
    ),
    shared({
      key: keyOf('Reservation'),
      type: 'longText',
      label: t('保留的是什么，怎样才认可', 'What the reservation is, and what would settle it'),
      writer,
      required: true,
      condition: { any: about.map(([matter]) => ({ field: keyOf(matter), equals: 'reserved' })) },
    }),
  ]
}

const sectionsOn = (about: Matter[], employee: Text, manager: Text): Section[] => [
  {
    key: 'employeeAgrees',
    part: 'agreement',
    label: employee,
    intro: t(
      '一样有保留，不妨碍其余几样；写清楚，比勉强点头有用。',
      'A reservation about one leaves the others agreed; saying so helps more than a reluctant nod.',
    ),
    fields: answered('employee', about),
  },
  {
    key: 'managerAgrees',
    part: 'agreement',
    label: manager,
    fields: answered('manager', about),
  },
]

/** 目标、标准、资源 are agreed one by one, by each of the two for oneself. */
export const recognition = sectionsOn(
  matters,
  t('员工：三样分开认可', 'The employee: three things, agreed one by one'),
  t('主管：三样分开认可', 'The manager: three things, agreed one by one'),
)

/** 要求、检查、帮助、日子 of an improvement plan, in the same way. */
export const stagedRecognition = sectionsOn(
  staged,
  t('员工：四样分开认可', 'The employee: four things, agreed one by one'),
  t('主管：四样分开认可', 'The manager: four things, agreed one by one'),
)
