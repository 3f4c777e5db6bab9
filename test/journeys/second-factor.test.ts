import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { base32 } from '@better-auth/utils/base32'
import type { Page } from 'playwright-core'
import { codeOf } from '../../features/accounts/factor/queries.ts'
import { foundOrganization } from './arriving.ts'
import { expectQuiet, expectSound, openHouse, password, story } from './house.ts'
import { repeatAsOthers } from '../trust/journeys.ts'

describe('a second factor', () => {
  const house = openHouse()
  const chapter = story()
  let desk: Page
  let phone: Page
  let recoveryCode: string
  let key: string
  const phoneShows = (inSeconds = 0) =>
    codeOf(new TextDecoder().decode(base32.decode(key)), new Date(Date.now() + inSeconds * 1000))
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click()

  chapter('is turned on in the settings, with the key on the phone', async () => {
    desk = await house.visitor()
    await foundOrganization(desk, '海汐电机', '许宁')
    await desk.goto('/settings')
    await press(desk, '开启')
    const asked = desk.getByRole('dialog')
    await asked.getByRole('textbox', { name: '密码', exact: true }).fill(password)
    await asked.getByRole('button', { name: '继续', exact: true }).click()
    key = (await desk.locator('form .mono').innerText()).replaceAll(' ', '')
    assert.match(
      (await desk.locator('a[href^="otpauth:"]').getAttribute('href'))!,
      /^otpauth:\/\/totp\//,
    )
    await expectSound(desk, 'the key of a second factor')
    await desk.getByLabel('验证器上显示的 6 位数字').fill('000000')
    await press(desk, '开启')
    await desk.getByText('数字不对，或者已经换了', { exact: false }).waitFor()
    await desk.getByLabel('验证器上显示的 6 位数字').fill(await phoneShows())
    await press(desk, '开启')
    await desk.getByText('只显示这一次', { exact: false }).waitFor()
    assert.equal(await desk.locator('li.mono').count(), 10)
    recoveryCode = await desk.locator('li.mono').first().innerText()
    await expectSound(desk, 'the recovery codes')
    await press(desk, '我已经收好')
    await desk.getByText('还剩 10 个恢复码', { exact: false }).waitFor()
    assert.equal(await desk.locator('li.mono').count(), 0, 'they are not shown again')
    expectQuiet()
  })

  chapter('is asked for after the password, on a phone in the dark', async () => {
    phone = await house.visitor('phone', 'dark')
    await phone.goto('/sign-in')
    await phone.getByLabel('邮箱或工号').fill('HR001')
    await phone.getByRole('textbox', { name: '密码', exact: true }).fill(password)
    await press(phone, '登录')
    await phone.getByLabel('验证码').waitFor()
    await expectSound(phone, 'the question for a code on a phone')
    await phone.getByLabel('验证码').fill('000000')
    await press(phone, '登录')
    await phone.getByText('验证码不对，或者已经用过', { exact: false }).waitFor()
    await phone.getByLabel('验证码').fill(await phoneShows(30))
    await press(phone, '登录')
    await phone.waitForURL(({ pathname }) => pathname === '/')
    await phone.goto('/settings')
    await phone.getByText('还剩 10 个恢复码', { exact: false }).waitFor()
    await expectSound(phone, 'the settings with a second factor on a phone')
    expectQuiet()
  })

  chapter(
    'a session ended on the other device asks there again, before anything else',
    async () => {
      await phone.goto('/')
      await phone.getByRole('heading', { level: 1 }).waitFor()
      await desk.goto('/settings')
      const phoneRow = desk.locator('li').filter({ hasText: '退出' }).last()
      await phoneRow.getByRole('button', { name: '退出', exact: true }).click()
      const asked = desk.getByRole('dialog')
      await asked.getByRole('textbox', { name: '密码', exact: true }).fill(password)
      await asked.getByRole('button', { name: '退出', exact: true }).click()
      await asked.waitFor({ state: 'detached' })
      await phoneRow.waitFor({ state: 'detached' })
      // Nobody touches the phone: its open page hears of it.
      const again = phone.getByRole('dialog')
      await again.getByText('请重新登录').waitFor()
      await again.getByRole('textbox', { name: '密码', exact: true }).fill(password)
      await again.getByRole('button', { name: '登录并继续', exact: true }).click()
      await again.getByLabel('验证码').waitFor()
      await expectSound(phone, 'the question for a code over a page')
      await again.getByLabel('验证码').fill(recoveryCode)
      await again.getByRole('button', { name: '登录并继续', exact: true }).click()
      await again.waitFor({ state: 'detached' })
      await phone.goto('/settings')
      await phone.getByText('还剩 9 个恢复码', { exact: false }).waitFor()
      expectQuiet()
    },
  )
  repeatAsOthers(() => house.home())
})
