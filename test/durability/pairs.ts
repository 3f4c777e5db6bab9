import { ORPCError } from '@orpc/client'
import { setTimeout as pause } from 'node:timers/promises'
import type { TemplateBody } from '../../features/templates/contract.ts'
import { newId } from '../../platform/ids.ts'
import { signedInAt, visitorAt, type Visitor } from '../support/http.ts'
import { answersTo } from '../support/talks.ts'
import type { Ledger } from './ledger.ts'

export const password = 'two chairs, one table'

/** An employee and a manager at their browsers, and the talks they have held. */
export interface Pair {
  employee: Visitor
  employeeId: string
  manager: Visitor
  talks: string[]
  /** Both at the door anew: entering the password changes the token, and the answer with the new one may get lost. */
  signInAgain(): Promise<void>
}

/** Lets everybody work, or holds them all before their next request. */
export interface Gate {
  isOpen: boolean
  isOver: boolean
  /** Requests that got no answer and were sent again. */
  repeated: number
  /** Times somebody had to sign in again. */
  signedOut: number
}

/** A company with its HR admin at a browser and so many pairs of people who can sign in. */
export async function company(
  url: string,
  size: number,
): Promise<{ hr: Visitor; second: Visitor; pairs: Pair[]; templateId: string }> {
  const hr = visitorAt(url)
  await hr.stranger.joining.found({
    organization: '试验工厂',
    name: '许宁',
    employeeNo: 'HR001',
    email: null,
    password,
    timezone: 'Asia/Shanghai',
    locale: 'zh-CN',
  })
  const { departments } = await hr.api.org.tree()
  const join = async (name: string, employeeNo: string, managerId: string | null) => {
    const person = await hr.api.org.add({
      name,
      employeeNo,
      departmentId: departments[0]!.id,
      managerId,
    })
    const { token } = await hr.api.org.invite({ id: person.id })
    await visitorAt(url).stranger.joining.acceptInvitation({ token, password, locale: 'zh-CN' })
    return { id: person.id, visitor: await signedInAt(url, employeeNo, password) }
  }
  const other = await join('第二位人事', 'HR002', null)
  await hr.api.org.grant({ id: other.id, role: 'hrAdmin', reason: '更正要有第二个人' })
  const pairs: Pair[] = []
  for (let n = 1; n <= size; n++) {
    const manager = await join(`主管${n}`, `M${n}`, null)
    const employee = await join(`员工${n}`, `E${n}`, manager.id)
    pairs.push({
      employee: employee.visitor,
      employeeId: employee.id,
      manager: manager.visitor,
      talks: [],
      async signInAgain() {
        await employee.visitor.stranger.accounts.signIn({ name: `E${n}`, password })
        await manager.visitor.stranger.accounts.signIn({ name: `M${n}`, password })
      },
    })
  }
  const { templates } = await pairs[0]!.manager.api.conversations.openable()
  const templateId = templates.find(({ key }) => key === 'monthly')!.id
  // A new role ends what was open.
  const second = await signedInAt(url, 'HR002', password)
  return { hr, second, pairs, templateId }
}

/** The server went away while we asked; nobody knows whether it was done. */
const gotNoAnswer = (error: unknown) => !(error instanceof ORPCError) || error.status === 503

/** The token is not known any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ORPCError && error.status === 401

/** What says, to a request sent again, that the first one was done. */
const doneAlready = [
  'conversations.alreadySubmitted',
  'conversations.talkStarted',
  'conversations.talkOver',
  'conversations.presented',
  'conversations.amending.already',
  'conversations.amending.underWay',
  'conversations.amending.decided',
]

/**
 * Holds one monthly talk after the other, each from the first draft to the seal, every other one on to
 * its amendment, until the gate says it is over.
 */
export async function work(
  pair: Pair,
  { hr, second }: { hr: Visitor; second: Visitor },
  templateId: string,
  gate: Gate,
  ledger: Ledger,
): Promise<void> {
  async function surely<T>(ask: () => Promise<T>): Promise<T | null> {
    for (let isRepeated = false; ; isRepeated = true) {
      while (!gate.isOpen) {
        if (gate.isOver) throw gate
        await pause(20)
      }
      try {
        return await ask()
      } catch (error) {
        const reason =
          error instanceof ORPCError ? (error.data as { reason?: string })?.reason : undefined
        if (isRepeated && doneAlready.includes(reason ?? '')) return null
        if (isSignedOut(error)) {
          gate.signedOut++
          await pair.signInAgain().catch(() => {})
          continue
        }
        if (!gotNoAnswer(error)) throw error
        gate.repeated++
        await pause(50)
      }
    }
  }

  const { employee, manager } = pair
  for (let n = 1; !gate.isOver; n++) {
    const opening = newId()
    const talk = (await surely(() =>
      manager.api.conversations.open({
        employeeId: pair.employeeId,
        templateId,
        clientId: opening,
      }),
    ))!.id
    pair.talks.push(talk)
    const { template } = (await surely(() => employee.api.conversations.get({ id: talk })))!

    for (const [by, part, visitor] of [
      ['employee', 'self', employee],
      ['manager', 'manager', manager],
    ] as const) {
      for (const { fieldKey, value } of answersTo(template.body, part, ''))
        for (let version = 0; version < 3; version++) {
          const text = `第${n}次谈话的第${version + 1}稿 ${talk}`
          const clientId = newId()
          const sent = {
            id: talk,
            part,
            fieldKey,
            value: typeof value === 'string' ? text : value,
            version,
            clientId,
          }
          const saved = (await surely(() => visitor.api.conversations.saveAnswer(sent)))!
          if (saved.version !== version + 1)
            throw new Error(
              `${part}/${fieldKey} is version ${saved.version} after ${version + 1} writes`,
            )
          ledger.note({ kind: 'draft', talk, by, part, fieldKey, text, version: saved.version })
        }
      await surely(() => visitor.api.conversations.submitPart({ id: talk, part }))
      ledger.note({ kind: 'submitted', talk, part })
    }

    await surely(() => manager.api.conversations.startTalk({ id: talk, channel: 'inPerson' }))
    await surely(() => manager.api.conversations.endTalk({ id: talk }))
    await fillShared(pair, talk, template.body, surely)
    const clientId = newId()
    const what = `第${n}次说定的事 ${talk}`
    const line = (await surely(() =>
      manager.api.conversations.addPlanLine({
        id: talk,
        clientId,
        line: {
          layer: 'result',
          ownerKind: 'employee',
          what,
          how: '每周五核对',
          measure: '3 次评审都用上',
          dueOn: '2099-12-31',
        },
      }),
    ))!
    ledger.note({ kind: 'planned', talk, lineId: line.id, text: what })

    await presentAndSign(talk, 1)
    if (n % 2 === 1) continue
    const reason = `第${n}次谈话的约定要更正，双方同意`
    const parts: 'plan'[] = ['plan']
    await surely(() => hr.api.conversations.amending.ask({ conversationId: talk, reason, parts }))
    const { items } = (await surely(() =>
      hr.api.conversations.amending.of({ conversationId: talk }),
    ))!
    await surely(() =>
      second.api.conversations.amending.decide({ id: items[0]!.id, approve: true }),
    )
    ledger.note({ kind: 'reopened', talk, version: 2 })
    const measure = `更正后：5 次评审都用上 ${talk}`
    const changing = newId()
    await surely(() =>
      manager.api.conversations.savePlanLine({
        id: talk,
        lineId: line.id,
        line: { measure },
        version: line.version,
        clientId: changing,
      }),
    )
    ledger.note({ kind: 'amended', talk, lineId: line.id, text: measure })
    await presentAndSign(talk, 2)
  }

  async function presentAndSign(talk: string, version: number) {
    await surely(() => manager.api.conversations.present({ id: talk }))
    const { shownHash } = (await surely(() => manager.api.conversations.readPage({ id: talk })))!
    ledger.note({ kind: 'presented', talk, version, shownHash })
    for (const [role, visitor] of [
      ['manager', manager],
      ['employee', employee],
    ] as const) {
      // A session that was lost meanwhile is another one now, in which nobody has stepped up.
      const steppedUp = <T>(ask: () => Promise<T>) =>
        surely(async () => {
          await visitor.api.accounts.stepUp({ password })
          return ask()
        })
      const agreement = (await surely(() => visitor.api.signing.agreement()))!
      await steppedUp(() =>
        visitor.api.signing.answerAgreement({
          version: agreement.version,
          locale: 'zh-CN',
          agreed: true,
        }),
      )
      const { signedAt, sealedAt } = (await steppedUp(() =>
        visitor.api.conversations.sign({ id: talk, shownHash, outcome: 'agreed' }),
      ))!
      ledger.note({ kind: 'signed', talk, version, role, at: signedAt })
      if (sealedAt) ledger.note({ kind: 'sealed', talk, version, at: sealedAt })
    }
  }
}

async function fillShared(
  { employee, manager }: Pair,
  talk: string,
  template: TemplateBody,
  surely: <T>(ask: () => Promise<T>) => Promise<T | null>,
) {
  for (const part of ['talk', 'agreement'] as const)
    for (const { field, fieldKey, value } of answersTo(template, part, '说过的话')) {
      const clientId = newId()
      const by = field.writer === 'employee' ? employee : manager
      await surely(() =>
        by.api.conversations.saveAnswer({ id: talk, part, fieldKey, value, version: 0, clientId }),
      )
    }
}
