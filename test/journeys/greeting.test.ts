import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { foundOrganization } from './arriving.ts'
import { expectQuiet, expectSound, openHouse, password, story } from './house.ts'
import { button } from './page.ts'

const heading = (name: string | RegExp) => ({ level: 1, name }) as const
const chinese = /^(夜深了|.+好)，/
const english = /^(It is late|Good|Hello)\b/

describe('the language one is greeted in', () => {
  const house = openHouse()
  const chapter = story()

  chapter('a browser that speaks English is greeted in English, any other in Chinese', async () => {
    for (const [language, title, verify] of [
      ['en-GB', 'Two chairs drawn close', 'Verify'],
      ['zh-TW', '促膝长谈，从这里开始', '验真'],
      ['fr-FR', '促膝长谈，从这里开始', '验真'],
    ] as const) {
      const page = await house.visitor('phone', 'light', language)
      await page.goto('/')
      await page.getByRole('heading', heading(title)).waitFor()
      assert.equal(
        await page.locator('html').getAttribute('lang'),
        language === 'en-GB' ? 'en' : 'zh-CN',
      )
      await expectSound(page, `the first page in a browser that speaks ${language}`)
      for (const address of ['/verify', '/verify.html']) {
        await page.goto(address)
        await page.getByRole('heading', heading(verify)).waitFor()
      }
    }
  })

  chapter('a choice on the page stays on the device', async () => {
    const page = await house.visitor('desk', 'light', 'en-US')
    await page.goto('/welcome')
    await button(page, '中文').click()
    await page.goto('/verify')
    await page.getByRole('heading', heading('验真')).waitFor()
  })

  chapter('what somebody has chosen for themselves wins once they are in', async () => {
    const home = await house.visitor()
    await foundOrganization(home, '砚溪泵业', '叶蓁')
    const abroad = await house.visitor('desk', 'light', 'en-US')
    await abroad.goto('/sign-in')
    await abroad.getByRole('heading', heading('Sign in')).waitFor()
    await abroad.getByLabel('Mail address or employee number').fill('HR001')
    await abroad.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
    await button(abroad, 'Sign in').click()
    await abroad.getByRole('heading', heading(chinese)).waitFor()
    await button(abroad, /^叶蓁/).click()
    const kept = abroad.waitForResponse(/accounts\/setLocale/)
    await abroad.getByRole('menuitem', { name: 'English' }).click()
    await kept
    await abroad.getByRole('heading', heading(english)).waitFor()
    await abroad.reload()
    await abroad.getByRole('heading', heading(english)).waitFor()
    await home.reload()
    await home.getByRole('heading', heading(english)).waitFor()
    expectQuiet()
  })
})
