import type { Field, Section, Text } from '../contract.ts'
import { shared, t } from './words.ts'

/** What has to be agreed apart from each other: somebody may share the goals and not see how they are to be reached. */
const matters: [key: string, label: Text][] = [
  ['Goals', t('目标：做成这几件事', 'The goals: these few things')],
  ['Standards', t('标准：看什么算做到', 'The standards: what counts as done')],
  [
    'Resources',
    t('资源：人、钱、时间和支持够用', 'The resources: people, money, time and help are enough'),
  ],
]

const answered = (writer: 'employee' | 'manager'): Field[] => {
  const keyOf = (matter: string) => `${writer}${matter}`
  return [
    ...matters.map(([matter, label]) =>
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
      condition: { any: matters.map(([matter]) => ({ field: keyOf(matter), equals: 'reserved' })) },
    }),
  ]
}

/** 目标、标准、资源 are agreed one by one, by each of the two for oneself. */
export const recognition: Section[] = [
  {
    key: 'employeeAgrees',
    part: 'agreement',
    label: t('员工：三样分开认可', 'The employee: three things, agreed one by one'),
    intro: t(
      '一样有保留，不妨碍另外两样；写清楚，比勉强点头有用。',
      'A reservation about one leaves the other two agreed; saying so helps more than a reluctant nod.',
    ),
    fields: answered('employee'),
  },
  {
    key: 'managerAgrees',
    part: 'agreement',
    label: t('主管：三样分开认可', 'The manager: three things, agreed one by one'),
    fields: answered('manager'),
  },
]
