import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { password } from '../../../test/support/scenario.ts'
import { storyInWindows } from '../../../test/support/windows.ts'
import { ownPage } from './ownPage.ts'

test('after signing in nobody is led to an address outside', () => {
  for (const next of ['https://example.com/', '//example.com', '/\\example.com', 'settings', ''])
    assert.equal(ownPage(next), '/', next)
  assert.equal(ownPage(undefined), '/')
  assert.equal(ownPage('/conversations?state=open#top'), '/conversations?state=open#top')
})

describe('a link that somebody follows before they have signed in', () => {
  const windows = storyInWindows()

  test('leads there afterwards, also by way of the first page of the demo company', async () => {
    const someone = await windows.story.hire('陈三鸣')
    const asStranger = async (page: Page) => {
      await page.context().clearCookies()
      await page.route('**/api/public/accounts/welcome', async (route) => {
        const response = await route.fetch()
        const { json, ...rest } = await response.json()
        const organizations = json.organizations.map((one: object) => ({ ...one, demo: true }))
        await route.fulfill({ response, json: { json: { ...json, organizations }, ...rest } })
      })
    }
    const page = await windows.windowOf(someone, '/settings/my-data', asStranger)
    await page.waitForURL(/\/welcome\?/)
    await page.getByRole('link', { name: '登录' }).click()
    await page.getByRole('textbox', { name: '邮箱或工号' }).fill(someone.employeeNo)
    await page.getByRole('textbox', { name: '密码', exact: true }).fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '我的数据' }).waitFor()
  })
})
