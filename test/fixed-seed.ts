import * as fc from 'fast-check';

// A test that fails has to fail again. `PROPERTY_SEED=random npm test` looks for new counterexamples.
const seed = process.env.PROPERTY_SEED;
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed ?? 20_261_121) });
