const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

// Minutes east of Greenwich of the names that RFC 822 and its users write.
const zones: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  bst: 60,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  ast: -240,
};

// "Wednesday, 23 September 2026 at 10:20:30.123456 p.m. GMT+02:00" has 63.
const maxLength = 100;

/**
 * The instant a feed's date names, or null. Takes RFC 822 and RFC 2822 with their common mistakes (long names,
 * missing seconds, two-digit years), RFC 3339 and the W3C's profile of ISO 8601, down to a year alone. A date
 * without a zone is taken as UTC.
 */
export function parseFeedDate(text: string): Date | null {
  const value = text.trim();
  if (value === '' || value.length > maxLength) return null;
  return parseIso(value) ?? parseRfc822(value) ?? parseAsctime(value);
}

function parseIso(value: string): Date | null {
  const pattern =
    /^(-?\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*(Z|[A-Za-z]{2,4}|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?$/i;
  const match = pattern.exec(value);
  if (match === null) return null;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] =
    match;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  return build([year, month, day, hour, minute, second].map(Number), ms, zone);
}

function parseRfc822(value: string): Date | null {
  const pattern =
    /^(?:[\p{L}.]+,?\s*)?(\d{1,2})[\s-]+(\p{L}{3})\p{L}*\.?,?[\s-]+(\d{4}|\d{2}),?(?:\s+(?:at\s+)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*(am|pm)?\s*([A-Za-z]{1,5}|(?:GMT|UTC)?[+-]\d{1,2}:?\d{2})?)?/iu;
  const match = pattern.exec(value);
  if (match === null) return null;
  const [, day, monthName = '', year = '', hour = '0', minute = '0', second = '0', half = '', zone = 'Z'] =
    match;
  const month = months.indexOf(monthName.toLowerCase()) + 1;
  if (month === 0) return null;
  return build(
    [fullYear(year), month, Number(day), twentyFour(hour, half), Number(minute), Number(second)],
    0,
    zone,
  );
}

function parseAsctime(value: string): Date | null {
  const match =
    /^\w{3,9},?\s+(\w{3})\w*\s+(\d{1,2}),?\s+(?:(\d{1,2}):(\d{2}):(\d{2})\s+)?(?:([A-Za-z]{2,5})\s+)?(\d{4})/.exec(
      value,
    );
  if (match === null) return null;
  const [, monthName = '', day, hour = '0', minute = '0', second = '0', zone = 'Z', year] = match;
  const month = months.indexOf(monthName.toLowerCase()) + 1;
  return month === 0
    ? null
    : build([Number(year), month, Number(day), Number(hour), Number(minute), Number(second)], 0, zone);
}

function twentyFour(hour: string, half: string): number {
  if (half === '') return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

/** RFC 2822 section 4.3: two digits below 50 are of this century. */
function fullYear(year: string): number {
  const number = Number(year);
  if (year.length > 2) return number;
  return number < 50 ? 2000 + number : 1900 + number;
}

function build(parts: number[], ms: number, zone: string): Date | null {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const offset = offsetOf(zone);
  if (offset === null) return null;
  // The years 0 to 99 would be moved to the last century by Date.UTC, and no article is that old.
  if (year < 100 || year > 9999) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset * 60_000);
  return Number.isNaN(date.getTime()) ? null : date;
}

function offsetOf(zone: string): number | null {
  const match = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (match !== null) return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
  // A name nobody knows is read as UTC, as RFC 2822 section 4.3 advises for the military ones.
  return zones[zone.toLowerCase()] ?? 0;
}
