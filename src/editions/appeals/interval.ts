/** A share with its interval. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

// Of the normal distribution, for 95 of a hundred.
const z95 = 1.959963984540054;

/**
 * A share of a sample, with the interval in which the true one lies 95 times of a hundred.
 * E. B. Wilson (1927), the score interval: it holds for small shares, and stays between 0 and 1.
 * @param z how sure, where it is not 95 of a hundred
 */
export function wilson(count: number, of: number, z = z95): Share {
  if (of === 0) return { share: 0, low: 0, high: 1 };
  const share = count / of;
  const scale = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/**
 * How much greater the first share is than the second, with its interval of 95 %.
 * R. G. Newcombe (1998), the hybrid score interval without continuity correction (his method 10).
 */
export function difference(one: Share, other: Share): Share {
  const share = one.share - other.share;
  return {
    share,
    low: share - Math.hypot(one.share - one.low, other.high - other.share),
    high: share + Math.hypot(one.high - one.share, other.share - other.low),
  };
}
