import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../../app/build.ts'
import { serve, type Serving } from '../../app/server.ts'
import { newStory, password } from '../support/scenario.ts'
import { talkBetween, type Talk } from '../support/talks.ts'
import { repeatAsOthers } from '../trust/journeys.ts'
import { closeWindows, expectQuiet, expectSound, story, visitorOf } from './house.ts'
import { download } from './page.ts'
import { agreeToSign, sign, verdictOn } from './signing.ts'

/** Gives the window a device that holds passkeys and knows its owner, as a phone or a laptop does. */
async function withDevice(page: Page) {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    keys: async () =>
      (await browser.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  }
}

/** By name and password, as on the first day. */
async function comeIn(page: Page, employeeNo: string) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: '邮箱或工号' }).fill(employeeNo)
  await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(({ pathname }) => pathname === '/')
}

async function addPasskey(page: Page, name: string) {
  await page.goto('/settings')
  await page.getByRole('button', { name: '添加通行密钥' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: '密码' }).fill(password)
  await expectSound(page, 'vouching for a new passkey')
  await page.getByRole('dialog').getByRole('button', { name: '下一步' }).click()
  await page.getByRole('textbox', { name: '名称' }).fill(name)
  await expectSound(page, 'naming a new passkey')
  await page.getByRole('button', { name: '创建密钥' }).click()
  await page.getByText('可以签字').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

describe('a key of one’s own', () => {
  const chapter = story()
  let company: Awaited<ReturnType<typeof newStory>>
  let serving: Serving
  let talk: Talk
  let desk: Page
  let phone: Page
  let device: Awaited<ReturnType<typeof withDevice>>

  before(async () => {
    company = await newStory()
    talk = await talkBetween(company, 'presented', { template: 'monthly', flow: 'monthly' })
    // The employee has never been asked about electronic signatures.
    await company.services.database.inOrg(company.orgId, (db) =>
      db
        .deleteFrom('signingConsent')
        .where('orgId', '=', company.orgId)
        .where('personId', '=', talk.employee.personId)
        .execute(),
    )
    serving = await serve(company.services, await ensureBuilt())
    desk = await visitorOf(serving.url)
    phone = await visitorOf(serving.url, 'phone')
    device = await withDevice(desk)
  })
  after(async () => {
    await closeWindows()
    await serving.stop()
    await company.close()
  })

  chapter('the employee adds a passkey in the settings and is told of it', async () => {
    await comeIn(desk, talk.employee.employeeNo)
    await addPasskey(desk, '办公室的电脑')
    await expectSound(desk, 'the settings with a passkey')
    assert.equal((await device.keys()).length, 1)
    await desk.goto('/')
    await desk.getByText('你的账号添加了一把通行密钥').waitFor()
  })

  chapter('having left, she comes in with the passkey and no password', async () => {
    await desk.getByRole('button', { name: new RegExp(talk.employee.name) }).click()
    await desk.getByRole('menuitem', { name: '退出登录' }).click()
    await desk.getByRole('button', { name: '用通行密钥登录' }).waitFor()
    await expectSound(desk, 'signing in, with a passkey too')
    await desk.getByRole('button', { name: '用通行密钥登录' }).click()
    await desk.waitForURL(({ pathname }) => pathname === '/')
    await desk.getByText(talk.employee.name).first().waitFor()
  })

  chapter('the manager has none and confirms with the password, on a phone', async () => {
    await comeIn(phone, talk.manager.employeeNo)
    await phone.goto(`/conversations/${talk.id}`)
    await phone.getByText('这是确认签字（S1）').waitFor()
    await sign(phone, '同意', { secret: password })
    await phone.getByText('确认（S1）').first().waitFor()
  })

  chapter('she agrees to electronic signatures and signs with her key', async () => {
    await desk.goto(`/conversations/${talk.id}`)
    await agreeToSign(desk)
    await desk.getByRole('radio', { name: /^同意/ }).check()
    await desk.getByText('这是本人密钥签名（S2）').waitFor()
    await expectSound(desk, 'the page to sign with a key')
    await desk.getByRole('button', { name: '用通行密钥签字' }).click()
    await desk.getByRole('link', { name: '查看封存记录' }).click()
    await desk.getByText('刚刚核对过').waitFor()
    await desk.getByText('本人密钥签名（S2）').first().waitFor()
    await expectSound(desk, 'a record signed with a key')
  })

  chapter(
    'what was signed is found whole by anybody, and a changed byte is found out',
    async () => {
      const evidence = await download(desk, '导出证据包')
      assert.equal(await verdictOn(desk, evidence.name, evidence.bytes), '完整')
      await desk.getByText(/用本人密钥签了“同意”（S2）/).waitFor()
      const forged = Buffer.from(evidence.bytes)
      forged[forged.indexOf('回退预案')]! ^= 1
      assert.equal(await verdictOn(desk, evidence.name, forged), '已篡改')
    },
  )

  chapter('on the phone the manager adds a passkey as well, and removes it again', async () => {
    await withDevice(phone)
    await addPasskey(phone, '我的手机')
    await expectSound(phone, 'the settings with a passkey on a phone')
    await phone.getByRole('button', { name: '移除“我的手机”' }).click()
    await phone.getByText('这是最后一把').waitFor()
    await expectSound(phone, 'removing the last passkey')
    await phone.getByRole('dialog').getByRole('button', { name: '改用通行密钥' }).click()
    await phone.getByText('还没有通行密钥。').waitFor()
    expectQuiet()
  })

  repeatAsOthers(() => ({ url: serving.url, company }))
})
