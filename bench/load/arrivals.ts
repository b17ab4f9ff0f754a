/** As good as any: the same arrivals for everything that is measured, in every run. */
const SEED = 20_240_607

/**
 * When runs arrive, in milliseconds from the start: a Poisson process of so many a second, as independent users
 * make it.
 */
export function arrivals(perSecond: number, seconds: number): number[] {
  const random = randomNumbers(SEED)
  const times: number[] = []
  let at = 0
  for (;;) {
    at -= Math.log(1 - random()) / perSecond
    if (at >= seconds) return times
    times.push(at * 1_000)
  }
}

/** Numbers from 0 to below 1 (a linear congruential generator, with the constants of Numerical Recipes). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
