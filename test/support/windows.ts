import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../../app/build.ts'
import { serve, type Serving } from '../../app/server.ts'
import { closeWindows, visitorOf } from '../journeys/house.ts'
import { newStory, password, type Someone } from './scenario.ts'

/** A story whose people sit at windows of a real browser, for the suite it is called in. */
export function storyInWindows() {
  let story: Awaited<ReturnType<typeof newStory>>
  let serving: Serving
  before(async () => {
    story = await newStory()
    serving = await serve(story.services, await ensureBuilt())
  })
  after(async () => {
    await closeWindows()
    await serving.stop()
    await story.close()
  })
  return {
    /** Known once the suite has begun. */
    get story() {
      return story
    },
    /** A window of their own in which somebody has signed in; `prepare` comes before the first page. */
    async windowOf(
      someone: Someone,
      path: string,
      prepare: (page: Page) => Promise<unknown> = async () => {},
    ): Promise<Page> {
      const page = await visitorOf(serving.url)
      const answer = await page.request.post('/api/public/accounts/signIn', {
        data: { json: { name: someone.employeeNo, password } },
        headers: { origin: serving.url },
      })
      assert.equal(answer.status(), 200)
      await prepare(page)
      await page.goto(path)
      return page
    },
  }
}
