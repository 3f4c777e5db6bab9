import { foundOrganization } from '../../features/org/joining/founding/queries.ts'
import type { Role } from '../../features/accounts/policy.ts'
import { hashPassword } from '../../platform/auth.ts'
import { newId } from '../../platform/ids.ts'
import { signedInAt, visitorAt, type Visitor } from '../support/http.ts'
import { todayOf } from '../support/days.ts'
import { grant } from '../support/grants.ts'
import { password, type Someone, type Story } from '../support/scenario.ts'

/** What a deputy may, once the two parts are open. */
export const deputyMay = new Set([
  'conversations.get',
  'conversations.saveAnswer',
  'conversations.beat',
  'conversations.minutes.get',
  'conversations.startTalk',
  'conversations.endTalk',
  'conversations.addPlanLine',
  'conversations.present',
  'conversations.readPage',
  'scheduling.book',
])

/** Somebody who is sent what another asked. */
export interface Identity {
  visitor: Visitor
  /** Every byte that came back. */
  heard: string
  isDeputy: boolean
}

/** Twelve people who are not the two of a talk, each with a session at the running product. */
export async function identities(
  story: Pick<Story, 'services' | 'orgId' | 'departmentId' | 'clock' | 'hire' | 'as'>,
  url: string,
  pair: { employee: Someone; manager: Someone },
) {
  const { orgId, services, clock } = story
  const elsewhere = newId()
  const inOrg = services.database.inOrg
  await inOrg(orgId, (db) =>
    db
      .insertInto('department')
      .values({
        orgId,
        id: elsewhere,
        parentId: story.departmentId,
        name: '别处',
        path: '别处',
        createdAt: clock.now,
        closedAt: null,
      })
      .execute(),
  )
  const at = async (someone: Someone) => {
    const visitor = await signedInAt(url, someone.employeeNo, password)
    await visitor.api.accounts.stepUp({ password })
    return visitor
  }
  const former = await story.hire('从前的主管')
  await inOrg(orgId, async (db) => {
    const before = { orgId, personId: pair.employee.personId, kind: 'primary' as const }
    await db
      .updateTable('assignment')
      .set({ fromOn: '2024-01-01' })
      .where('orgId', '=', orgId)
      .where('personId', '=', pair.employee.personId)
      .execute()
    await db
      .insertInto('assignment')
      .values({
        ...before,
        id: newId(),
        departmentId: story.departmentId,
        position: '',
        jobFamily: null,
        level: null,
        managerId: former.personId,
        fromOn: '2022-01-01',
        toOn: '2024-01-01',
        createdAt: clock.now,
      })
      .execute()
  })
  const holder = async (
    name: string,
    role: Role,
    departmentId: string | null,
    manager?: Someone,
  ) => {
    const someone = await story.hire(name, manager ? { manager } : {})
    await grant(story, someone, role, departmentId)
    return at(someone)
  }
  const leaver = await story.hire('要走的人')
  const leaving = await at(leaver)
  await inOrg(orgId, (db) =>
    db
      .updateTable('person')
      .set({ leftOn: '2026-01-01' })
      .where('orgId', '=', orgId)
      .where('id', '=', leaver.personId)
      .execute(),
  )
  const fallen = await story.hire('不再是 HR 的人')
  const grantId = await grant(story, fallen, 'hrAdmin', null)
  const minted = await at(fallen)
  await inOrg(orgId, (db) =>
    db
      .updateTable('roleGrant')
      .set({ revokedAt: clock.now })
      .where('orgId', '=', orgId)
      .where('id', '=', grantId)
      .execute(),
  )
  const other = newId()
  await inOrg(other, async (db) =>
    foundOrganization(db, {
      orgId: other,
      organization: '隔壁公司',
      name: '隔壁 HR',
      employeeNo: 'NEXT001',
      email: null,
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      passwordHash: await hashPassword(password),
      now: clock.now,
    }),
  )
  const deputy = await story.hire('何代')
  const { id } = await story.as(pair.manager).org.delegation.ask({
    toId: deputy.personId,
    employeeIds: null,
    fromOn: todayOf({ clock }),
    untilOn: todayOf({ clock }),
    reason: '今天不在',
  })
  await story.as(deputy).org.delegation.answer({ id, accept: true })
  const visitors: Record<string, Visitor> = {
    'logged out': visitorAt(url),
    stranger: await at(await story.hire('路人')),
    'former manager': await at(former),
    'HR partner out of scope': await holder('别处的伙伴', 'hrbp', elsewhere),
    'HR in the line of the person': await holder('员工的下属', 'hrAdmin', null, pair.employee),
    'IT administrator': await holder('系统管理员', 'itAdmin', null),
    'security administrator': await holder('安全管理员', 'securityAdmin', null),
    'auditor outside the engagement': await holder('别处的审计', 'auditor', elsewhere),
    'other organization': await signedInAt(url, 'NEXT001', password),
    leaver: leaving,
    deputy: await at(deputy),
    'session from before a downgrade': minted,
  }
  return new Map(
    Object.entries(visitors).map(([name, visitor]): [string, Identity] => [
      name,
      { visitor, heard: '', isDeputy: name === 'deputy' },
    ]),
  )
}
