const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone, then by the quarter's beginning. */
const quarters = new Map<string, Map<number, number>>();
/** As many quarters are kept of a zone: those of all starts in a plan and many more. */
const KEPT = 2_000;

const MINUTE_MS = 60_000;
/** No zone has changed its offset at any other instant than a quarter of an hour (UTC) since 1972. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Minutes since local midnight (0..1439) at an instant, in an IANA zone, on the civil clock there. */
export function minuteOfLocalDay(at: number, zone: string): number {
  const begins = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  return (minuteOfQuarter(begins, zone) + Math.floor((at - begins) / MINUTE_MS)) % 1440;
}

/** The same quarters are asked about again and again, and asking the zone database is what costs. */
function minuteOfQuarter(begins: number, zone: string): number {
  const known = quarters.get(zone) ?? new Map<number, number>();
  quarters.set(zone, known);
  const minute = known.get(begins) ?? askedMinute(begins, zone);
  if (known.size >= KEPT) known.clear();
  known.set(begins, minute);
  return minute;
}

function askedMinute(at: number, zone: string): number {
  const [hour = 0, minute = 0] = formatOf(zone).format(at).split(':').map(Number);
  return hour * 60 + minute;
}

/** Building a format costs 30 µs and its text never changes, so each zone's is kept. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(zone, fresh);
  return fresh;
}
