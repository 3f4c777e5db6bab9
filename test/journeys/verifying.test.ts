import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { sealedExample } from '../support/evidence.ts'
import { expectQuiet, openHouse, story } from './house.ts'

describe('a file that is verified in the browser', () => {
  const house = openHouse()
  const chapter = story()

  chapter(
    'a verdict goes as soon as another file is chosen, whether it can be read or not',
    async () => {
      const page = await house.visitor('phone', 'light')
      await page.goto('/verify')
      const chosen = page.locator('input[type=file]')
      const sealed = {
        name: '面谈.cuxi.json',
        mimeType: '',
        buffer: Buffer.from(sealedExample().file),
      }
      const intact = page.getByRole('heading', { name: '完整', exact: true })
      await chosen.setInputFiles(sealed)
      await intact.waitFor()
      await chosen.setInputFiles({ ...sealed, name: '合影.jpg' })
      const said = await page.getByRole('alert').textContent()
      assert.match(said!, /合影\.jpg.*\.json、\.pdf、\.tlog-proof、\.checkpoint、\.txt/)
      assert.equal(await intact.count(), 0)
      await chosen.setInputFiles(sealed)
      await intact.waitFor()
      expectQuiet()
    },
  )
})
