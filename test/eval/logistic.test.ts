// The fit behind the built-in engine's weights, on data whose answer is known.
import test from 'ava'
import { type Example, fitLogistic, probabilityOf } from '../../eval/logistic.ts'

const example = (features: number[], label: 0 | 1, weight = 1): Example => ({ features, label, weight })

test('finds the rate where features say nothing', (t) => {
  const model = fitLogistic([example([0], 1, 3), example([0], 0, 1)], 1)
  t.true(Math.abs(probabilityOf(model, [0]) - 0.75) < 1e-4)
})

test('gives weight to the feature that tells, and none to the one that does not', (t) => {
  const examples = [0, 1].flatMap((noise) => [
    example([1, noise], 1, 9),
    example([1, noise], 0, 1),
    example([0, noise], 0, 9),
    example([0, noise], 1, 1),
  ])
  const { weights } = fitLogistic(examples, 1e-6)
  t.true(Math.abs((weights[0] ?? 0) - 2 * Math.log(9)) < 1e-3)
  t.true(Math.abs(weights[1] ?? 1) < 1e-3)
})

test('a penalty holds weights back, also where the classes can be told apart without error', (t) => {
  const examples = [example([1], 1), example([0], 0)]
  const weak = fitLogistic(examples, 0.01).weights[0] ?? 0
  const strong = fitLogistic(examples, 1).weights[0] ?? 0
  t.true(Number.isFinite(weak) && strong > 0 && strong < weak)
})
