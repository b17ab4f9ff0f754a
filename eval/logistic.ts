export interface Example {
  features: number[]
  label: 0 | 1
  weight: number
}

export interface Model {
  bias: number
  weights: number[]
}

export const probabilityOf = ({ bias, weights }: Model, features: number[]): number =>
  1 / (1 + Math.exp(-weights.reduce((sum, weight, index) => sum + weight * (features[index] ?? 0), bias)))

const ROUNDS = 30

/** Logistic regression by Newton's method, with a quadratic penalty on the weights, not on the bias. */
export function fitLogistic(examples: Example[], penalty: number): Model {
  const size = examples[0]?.features.length ?? 0
  let solution = new Array<number>(size + 1).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const [bias = 0, ...weights] = solution
    const gradient = solution.map((value, index) => (index === 0 ? 0 : penalty * value))
    const curvature = solution.map((_, row) =>
      solution.map((_, column) => (row === column && row > 0 ? penalty : 0)),
    )
    for (const { features, label, weight } of examples) {
      const inputs = [1, ...features]
      const probability = probabilityOf({ bias, weights }, features)
      inputs.forEach((a, row) => {
        gradient[row] = (gradient[row] ?? 0) + weight * (probability - label) * a
        const line = curvature[row]
        if (!line) return
        const scale = weight * probability * (1 - probability) * a
        inputs.forEach((b, column) => {
          line[column] = (line[column] ?? 0) + scale * b
        })
      })
    }
    const step = solve(curvature, gradient)
    solution = solution.map((value, index) => value - (step[index] ?? 0))
    if (step.every((one) => Math.abs(one) < 1e-6)) break
  }
  const [bias = 0, ...weights] = solution
  return { bias, weights }
}

/** Gauss and Jordan, for a symmetric positive matrix. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0])
  rows.forEach((pivotRow, pivot) => {
    const divisor = pivotRow[pivot] || 1e-9
    for (let column = pivot; column < pivotRow.length; column++)
      pivotRow[column] = (pivotRow[column] ?? 0) / divisor
    rows.forEach((row, index) => {
      const factor = row[pivot] ?? 0
      if (index === pivot || factor === 0) return
      for (let column = pivot; column < row.length; column++)
        row[column] = (row[column] ?? 0) - factor * (pivotRow[column] ?? 0)
    })
  })
  return rows.map((row) => row.at(-1) ?? 0)
}
