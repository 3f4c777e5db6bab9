import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { button, dialog } from '../../../test/journeys/page.ts'
import { password, type Someone } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { storyInWindows } from '../../../test/support/windows.ts'

const words = '九月一日当晚写出回退预案'

describe('a browser on the shop floor that somebody else signs in with', () => {
  const windows = storyInWindows()

  test('a page left open takes nothing down in the other’s name, and keeps the words', async () => {
    const talk = await talkBetween(windows.story, 'prepare', { template: 'monthly' })
    const left = await windows.windowOf(talk.employee, `/conversations/${talk.id}`)
    const field = left.getByRole('textbox').first()
    await field.waitFor()
    const foreman = await left.context().newPage()
    const origin = new URL(left.url()).origin
    const entered = await foreman.request.post('/api/public/accounts/signIn', {
      data: { json: { name: talk.manager.employeeNo, password } },
      headers: { origin },
    })
    assert.equal(entered.status(), 200)

    await field.fill(words)
    await dialog(left).getByText('这个浏览器里登录了别人', { exact: false }).waitFor()
    const written = async (who: Someone) =>
      JSON.stringify((await windows.story.as(who).conversations.get({ id: talk.id })).parts)
    for (const who of [talk.employee, talk.manager])
      assert.ok(!(await written(who)).includes(words))

    await dialog(left).getByLabel('密码', { exact: true }).fill(password)
    await button(dialog(left), '登录并继续').click()
    await left
      .getByText(/已保存 \d\d:\d\d:\d\d/)
      .first()
      .waitFor()
    assert.ok((await written(talk.employee)).includes(words))
    assert.ok(!(await written(talk.manager)).includes(words))
  })
})
