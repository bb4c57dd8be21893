/** Tails of the normal and of Student's t distribution. */

/** P(|T| ≥ |t|) of Student's t with `freedom` degrees of freedom. NaN for NaN. */
export function studentTwoSided(t: number, freedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  return regularisedBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** P(Z ≥ z) of the standard normal distribution, exact in the far tail too. */
export function normalUpperTail(z: number): number {
  const half = regularisedUpperGamma((z * z) / 2) / 2;
  return z >= 0 ? half : 1 - half;
}

/** Γ(½, x)/Γ(½) = erfc(√x): by series for small x, by continued fraction beyond (Lentz 1976). */
function regularisedUpperGamma(x: number): number {
  const a = 0.5;
  if (x === 0) return 1;
  const factor = Math.exp(-x + a * Math.log(x)) / Math.sqrt(Math.PI);
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 500 && Math.abs(term) > Math.abs(sum) * 1e-17; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * factor;
  }
  let b = x + 1 - a;
  let [c, d] = [1 / TINY, 1 / b];
  let fraction = d;
  for (let n = 1; n < 500; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / away(an * d + b);
    c = away(b + an / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return factor * fraction;
}

/** I_x(a, b), by continued fraction on the side where it converges fast. */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const factor = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (factor * betaFraction(x, a, b)) / a
    : 1 - (factor * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 1000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

/** ln Γ(x) for x > 0: Stirling's series, reached by recurrence. */
function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < 15) {
    product *= shifted;
    shifted += 1;
  }
  const y = 1 / (shifted * shifted);
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / shifted;
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
  );
}

const TINY = 1e-300;

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
