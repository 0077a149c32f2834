/** One rate that was tried. */
export interface Step {
  ratePerSecond: number;
  held: boolean;
}

const UP = 1.25;
/** Rates are multiples of this. */
const GRAIN = 100;
/** Closer than this share of the rate nobody tells two runs apart. */
const CLOSE = 0.05;

/**
 * The highest rate that holds, by steps: up until one does not, then between the two. One that does not hold is tried once
 * more, as a machine that stops for a moment is no limit of what runs on it. Steps in the order of trying.
 */
export async function findMax<S extends Step>(
  from: number,
  attempt: (ratePerSecond: number) => Promise<S>,
): Promise<S[]> {
  const steps: S[] = [];
  let [held, failed] = [0, Infinity];
  let rate = Math.max(GRAIN, grained(from));
  while (rate > held && rate < failed) {
    let step = await attempt(rate);
    steps.push(step);
    if (!step.held) {
      step = await attempt(rate);
      steps.push(step);
    }
    if (step.held) held = rate;
    else failed = rate;
    rate = nextRate(held, failed);
  }
  return steps;
}

/** Equal to one of the two: they are close enough. */
function nextRate(held: number, failed: number): number {
  if (failed === Infinity) return grained(held * UP, Math.ceil);
  if (failed - held <= Math.max(GRAIN, held * CLOSE)) return held;
  return grained((held + failed) / 2);
}

function grained(rate: number, round: (value: number) => number = Math.round): number {
  return round(rate / GRAIN) * GRAIN;
}
