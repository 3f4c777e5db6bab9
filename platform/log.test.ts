import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorFacts } from './log.ts'

const secret = '这一年我想过离职'

/** As the driver throws it: the row stands in the message, the detail and the query. */
const duplicate = () =>
  Object.assign(new Error(`duplicate key value: ${secret}`), {
    name: 'error',
    code: '23505',
    table: 'answer',
    constraint: 'answer_pkey',
    detail: `Key (value)=(${secret}) already exists.`,
  })

/** As the job queues hand it on. */
const copyOf = (error: Error) => ({ ...error, message: error.message, stack: error.stack })

test('whatever an error quotes of what somebody wrote, the log has none of it', () => {
  const errors: unknown[] = [
    new Error(secret),
    new Error(`${secret}\n    at file:///${secret}`),
    new Error('outer', { cause: new Error(secret) }),
    Object.assign(new Error(`at file:///${secret}`), { message: 'put later' }),
    Object.assign(new Error('x'), { name: secret, code: secret, data: { reason: secret } }),
    new SyntaxError(`Unexpected token in JSON: ${secret}`),
    new AggregateError([new Error(secret)], secret),
    duplicate(),
    secret,
    { message: secret },
    copyOf(duplicate()),
    { message: '', stack: secret },
  ]
  for (const error of errors)
    assert.doesNotMatch(JSON.stringify(errorFacts(error)), new RegExp(secret), String(error))
})

test('the name, the code, what it was about and the place are told', () => {
  const { place, ...facts } = errorFacts(duplicate())
  assert.deepEqual(facts, {
    error: 'error',
    code: '23505',
    reason: undefined,
    table: 'answer',
    constraint: 'answer_pkey',
  })
  assert.match(String(place), /^at duplicate \(file:.*log\.test\.ts:\d+:\d+\)$/)
  const { error, ...copied } = errorFacts(copyOf(duplicate()))
  assert.equal(error, 'error')
  assert.equal(copied.code, '23505')
  assert.match(String(copied.place), /^at duplicate /)
  const refused = Object.assign(new Error('x'), { data: { reason: 'cycles.nameMissing' } })
  assert.equal(errorFacts(refused).reason, 'cycles.nameMissing')
})
