const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since local midnight (0..1439) at an instant, in an IANA zone, on the civil clock there. */
export function minuteOfLocalDay(at: number, zone: string): number {
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
