import { proceed } from '../../features/conversations/stages/queries.ts'
import { sealNotAnswered } from '../../features/conversations/signing/silence/handlers.ts'
import type { DemoCycle } from './company.ts'
import { addDays } from './dates.ts'
import type { Held } from './enact.ts'
import { type Act, type Company, type Hand, idOf } from './hand.ts'
import { randomFrom } from './pieces/fill.ts'

/** Who stands for a promise of the company. */
export function ownerOf(text: string): string {
  const owners: [RegExp, string][] = [
    [/净化器|小吊|数显表|扳手/, 'YX0019'],
    [/津贴|医疗|成本课|电工证|外训|听声课/, 'YX0004'],
    [/业绩库/, 'YX0113'],
    [/铭牌|扫码|清单|三坐标数据/, 'YX0007'],
    [/木模厂/, 'YX0006'],
    [/样机|北屏/, 'YX0025'],
    [/驻厂费/, 'YX0030'],
    [/前置仓/, 'YX0020'],
  ]
  return owners.find(([words]) => words.test(text))?.[1] ?? 'YX0010'
}

/** After the day for signing, silence is sealed as what it is. */
export function silenceOf(
  { org }: Company,
  cycle: DemoCycle,
  { written: words, conversationId }: Held,
): Act[] {
  if (words.ending?.outcome !== 'notAnswered') return []
  const day = new Date(`${addDays(cycle.due.sign, 1)}T00:40:00+08:00`)
  return [{ at: day, do: ({ db, now }) => sealNotAnswered(db, org, now, conversationId) }]
}

const onTheWay = [
  '做了第一次，记在本子上。',
  '问过了，还在等回音，周五再问。',
  '一半了，另一半下周。',
  '排上日子了，没有变。',
  '比想的慢，日子还守得住。',
]

/** What became of the promises, told by whoever made them. */
export function fatesOf(
  company: Company,
  today: string,
  { written: words, conversationId, talkOn, managerNo }: Held,
): Act[] {
  if (words.stage !== 'sealed') return []
  const promiseAt =
    (position: number) =>
    async ({ db }: Hand) => {
      const promise = await db
        .selectFrom('commitment')
        .innerJoin('planLine', (join) =>
          join
            .onRef('planLine.orgId', '=', 'commitment.orgId')
            .onRef('planLine.id', '=', 'commitment.planLineId'),
        )
        .select('commitment.id')
        .where('commitment.orgId', '=', company.org.id)
        .where('commitment.conversationId', '=', conversationId)
        .where('planLine.position', '=', position)
        .executeTakeFirst()
      if (!promise) throw new Error(`line ${position} of ${conversationId} has become no promise`)
      return promise.id
    }
  const plan = words.plan ?? []
  const isSilent = ['refused', 'notAnswered'].includes(words.ending?.outcome ?? 'agreed')
  const fates = plan.flatMap(([, owner, what, , , fate], position): Act[] => {
    const keeper =
      owner === 'employee' ? words.employee : owner === 'manager' ? managerNo : ownerOf(what)
    // Whoever refused or gave no answer has promised nothing that could be kept.
    if (isSilent && owner === 'employee') return []
    const promiseOf = promiseAt(position)
    const random = randomFrom(`${words.employee}/${words.cycle}/${position}`)
    if (!fate || addDays(talkOn, fate[1]) > today) {
      const day = new Date(`${addDays(today, -random.between(1, 3))}T16:20:00+08:00`)
      return random.chance(0.4)
        ? [
            {
              at: day,
              do: async (hand) =>
                hand
                  .as(keeper)
                  .commitments.checkIn({ id: await promiseOf(hand), note: random.pick(onTheWay) }),
            },
          ]
        : []
    }
    const [outcome, days, reason] = fate
    const day = new Date(
      `${addDays(talkOn, days)}T17:${String(10 + (days % 48)).padStart(2, '0')}:00+08:00`,
    )
    return [
      {
        at: day,
        do: async (hand) =>
          hand.as(keeper).commitments.settle({
            id: await promiseOf(hand),
            outcome: outcome === 'kept' ? 'done' : 'notDone',
            reason,
          }),
      },
    ]
  })
  fates.sort((a, b) => a.at.getTime() - b.at.getTime())
  const isOver = plan.every(([, , , , , fate]) => fate && addDays(talkOn, fate[1]) <= today)
  const last = fates.at(-1)
  return isOver && last
    ? [
        ...fates,
        {
          at: new Date(last.at.getTime() + 3_600_000),
          do: followedUp(company, conversationId, managerNo),
        },
      ]
    : fates
}

/** With the last promise told, the conversation has been followed to its end. */
const followedUp =
  (company: Company, conversationId: string, managerNo: string) =>
  async ({ db, contextOf }: Hand) => {
    const conversation = await db
      .selectFrom('conversation')
      .selectAll()
      .where('orgId', '=', company.org.id)
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow()
    const stage = await db
      .selectFrom('stage')
      .select('key')
      .where('orgId', '=', company.org.id)
      .where('runId', '=', conversationId)
      .where('kind', '=', 'follow')
      .where('openedAt', 'is not', null)
      .where('doneAt', 'is', null)
      .executeTakeFirst()
    if (stage)
      await proceed(db, contextOf(managerNo), conversation, {
        type: 'done',
        stage: stage.key,
        by: idOf(company, managerNo),
      })
  }
