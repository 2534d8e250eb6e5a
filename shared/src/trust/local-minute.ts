const formats = new Map<string, Intl.DateTimeFormat>();
const quarters = new Map<string, { begins: number; minute: number }>();

const MINUTE_MS = 60_000;
/** No zone has changed its offset at any other instant than a quarter of an hour (UTC) since 1972. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Minutes since local midnight (0..1439) at an instant, in an IANA zone, on the civil clock there. */
export function minuteOfLocalDay(at: number, zone: string): number {
  const begins = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const last = quarters.get(zone);
  // The same quarter is asked about again and again, and asking the zone database is what costs.
  const quarter = last?.begins === begins ? last : { begins, minute: askedMinute(begins, zone) };
  quarters.set(zone, quarter);
  return (quarter.minute + Math.floor((at - begins) / MINUTE_MS)) % 1440;
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
