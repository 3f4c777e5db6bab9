import type { Answers } from '../../features/surveys/contract.ts'
import { addDays } from './dates.ts'
import { hr } from './found.ts'
import { at, type Company } from './hand.ts'

/** What managers say and what employees say, in turn. */
const managers: Answers[] = [
  { when: 'quarterly', what: 'results', who: 'both' },
  { when: 'quarterly', what: 'growth', who: 'both' },
  { when: 'yearEnd', what: 'results', who: 'both' },
  { when: 'anytime', what: 'results', who: 'manager' },
]
const employees: Answers[] = [
  { when: 'yearEnd', what: 'results', who: 'manager' },
  { when: 'yearEnd', what: 'rating', who: 'manager' },
  { when: 'quarterly', what: 'results', who: 'both' },
  { when: 'yearEnd', what: 'rating', who: 'form' },
  { when: 'onTrouble', what: 'blame', who: 'manager' },
]
const remarks = [
  '平时碰头都在讲单子，讲到人的时候少。',
  '年中那次谈得比年底好，没有分数压着。',
  '想说的话总是等到最后五分钟。',
]

/** Two months ago HR asked everybody three questions; a few did not find the time. */
export async function askThreeQuestions(company: Company, today: string): Promise<void> {
  const openedOn = addDays(today, -60)
  await at(company, new Date(`${openedOn}T09:00:00+08:00`), async ({ as, contextOf, db }) => {
    const { surveys } = as(hr)
    const { id } = await surveys.open({
      closesOn: addDays(openedOn, 10),
      departmentIds: [],
      clientId: crypto.randomUUID(),
    })
    await surveys.giveHrView({ id, answers: { when: 'quarterly', what: 'growth', who: 'both' } })
    const asked = new Map(
      (
        await db
          .selectFrom('surveyInvitee')
          .select(['personId', 'side'])
          .where('orgId', '=', contextOf(hr).orgId)
          .where('surveyId', '=', id)
          .execute()
      ).map(({ personId, side }) => [personId, side]),
    )
    let n = 0
    for (const [number, { personId }] of company.people) {
      const side = asked.get(personId)
      if (!side || ++n % 9 === 0) continue
      const answers = side === 'manager' ? managers : employees
      await as(number).surveys.answer({
        id,
        answers: answers[n % answers.length]!,
        remark: n % 31 === 0 ? remarks[(n / 31 - 1) % remarks.length]! : '',
      })
    }
  })
}
