/** How much a client may send: so much a second, and more at one go after a rest. */
export interface RateMeter {
  /** Whether there was room for it. */
  take(amount: number): boolean;
  readonly left: number;
}

export function createRateMeter(perSecond: number, burst: number, now: () => number): RateMeter {
  let left = burst;
  let seen = now();
  const refill = (): void => {
    const time = now();
    left = Math.min(burst, left + (time - seen) * perSecond);
    seen = time;
  };
  return {
    take(amount) {
      refill();
      if (amount > left) return false;
      left -= amount;
      return true;
    },
    get left() {
      refill();
      return left;
    },
  };
}
