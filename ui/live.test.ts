import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { askAgain } from './live.ts'

test('news that arrive while the first answer is on its way are not lost', async () => {
  const cache = new QueryClient()
  const answers: ((text: string) => void)[] = []
  const page = new QueryObserver(cache, {
    queryKey: ['today'],
    queryFn: () => new Promise<string>((answer) => answers.push(answer)),
    retry: false,
  })
  const close = page.subscribe(() => {})
  const asked = askAgain(cache, ['today'])
  await new Promise(setImmediate)
  assert.equal(answers.length, 2)
  answers[0]!('nothing waits')
  answers[1]!('one thing waits')
  await asked
  assert.equal(page.getCurrentResult().data, 'one thing waits')
  close()
  cache.clear()
})
