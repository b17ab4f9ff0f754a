// Imported by property tests: they draw the same values each time, so that a change breaks them or does not.
// ERRAND_INTERNAL_PROPERTY_SEED=random looks for new ones; a number repeats what such a search has found.
import fc from 'fast-check'

const asked = process.env.ERRAND_INTERNAL_PROPERTY_SEED
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) || 20_261_123 })
