import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startingAnswer } from '../../answers/rules.ts'
import { checkAnswer } from '../../answers/contract.ts'
import { gridOf, troubleInColumns } from '../../grid/rules.ts'
import { own, t } from '../../library/words.ts'
import { goalsOf, indicatorSets, tableOf } from './rules.ts'

for (const set of indicatorSets) {
  test(`the figures for ${set.label.en} add up and fit a table and a goal review`, () => {
    assert.equal(
      set.indicators.reduce((sum, { weight }) => sum + weight, 0),
      100,
    )
    const keys = set.indicators.map(({ key }) => key)
    assert.equal(new Set(keys).size, keys.length)

    const table = tableOf(set)
    assert.deepEqual(troubleInColumns(table.columns!), [])
    const { rows, totals } = gridOf(table, [])
    assert.equal(rows.length, set.indicators.length)
    assert.equal(totals?.['weight']?.value, 100)

    const review = own({
      key: 'goals',
      type: 'goalReview',
      label: t('目标', 'Goals'),
      given: goalsOf(set),
    })
    const { refusal, value } = checkAnswer(
      review,
      startingAnswer(review, ({ zh }) => zh),
    )
    assert.equal(refusal, null)
    assert.equal((value as unknown[]).length, set.indicators.length)
  })
}

test('there is a set for each kind of work', () => {
  assert.deepEqual(
    indicatorSets.map(({ label }) => label.zh),
    ['生产班组', '研发', '销售与投标', '财务与年终决算', '职能', '服务'],
  )
})
