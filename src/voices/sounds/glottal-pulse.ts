/**
 * One period of the derivative of the air's flow through the glottis, after Liljencrants and Fant (1985).
 * Times are shares of the period; the main excitation, at `closure`, is -1.
 */
export type GlottalPulse = {
  /** When the vocal folds close. */
  readonly closure: number;
  readonly growth: number;
  readonly angularFrequency: number;
  readonly onset: number;
  readonly returnRate: number;
  readonly returnScale: number;
};

/**
 * The pulse of one shape parameter, Rd (Fant 1995): .5 is a pressed voice, 1 a modal one, 2.7 a breathy one
 * near to a sigh. Its parts follow Fant's regressions.
 */
export function createGlottalPulse(laxness: number): GlottalPulse {
  const shape = Math.min(2.7, Math.max(0.3, laxness));
  const returnShare = (4.8 * shape - 1) / 100;
  const skew = (22.4 + 11.8 * shape) / 100;
  const opening = 0.5 + 1.2 * skew;
  const rate = ((skew / 4) * opening) / (0.11 * shape - returnShare * opening);
  const peak = 1 / (2 * rate);
  const closure = Math.min(0.95, peak * (1 + skew));
  const closed = 1 - closure;
  const angularFrequency = Math.PI / peak;

  let returnRate = 1 / returnShare;
  for (let round = 0; round < 20; round++) returnRate = -Math.expm1(-returnRate * closed) / returnShare;
  const returnScale = 1 / (returnRate * returnShare);
  const decayed = Math.exp(-returnRate * closed);
  const returnArea = -returnScale * ((1 - decayed) / returnRate - closed * decayed);

  const growth = growthForNoNetFlow(angularFrequency, closure, returnArea);
  return {
    closure,
    growth,
    angularFrequency,
    onset: openingScale(growth, angularFrequency, closure),
    returnRate,
    returnScale,
  };
}

/** The flow's derivative at a phase of the period, 0 to 1. */
export function glottalFlowDerivative(pulse: GlottalPulse, phase: number): number {
  if (phase <= pulse.closure) {
    return pulse.onset * Math.exp(pulse.growth * phase) * Math.sin(pulse.angularFrequency * phase);
  }
  const afterClosure = Math.exp(-pulse.returnRate * (phase - pulse.closure));
  return -pulse.returnScale * (afterClosure - Math.exp(-pulse.returnRate * (1 - pulse.closure)));
}

function openingScale(growth: number, angularFrequency: number, closure: number): number {
  return -1 / (Math.exp(growth * closure) * Math.sin(angularFrequency * closure));
}

/** A period must end with the flow it began with: the growth at which the two areas cancel. */
function growthForNoNetFlow(angularFrequency: number, closure: number, returnArea: number): number {
  const netArea = (growth: number): number => {
    const scale = openingScale(growth, angularFrequency, closure);
    const angle = angularFrequency * closure;
    const closing = growth * Math.sin(angle) - angularFrequency * Math.cos(angle);
    const rotation = growth * growth + angularFrequency * angularFrequency;
    return (scale * (Math.exp(growth * closure) * closing + angularFrequency)) / rotation + returnArea;
  };
  let low = -30;
  let high = 200;
  const lowSign = Math.sign(netArea(low));
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (Math.sign(netArea(middle)) === lowSign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
