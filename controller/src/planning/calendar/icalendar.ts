import { HOUR, type Instant } from '@loa/shared/instant';
import ical from 'ical-generator';

/** A session as a calendar program shows it. */
export interface CalendarSession {
  /** Lasting: a session that is moved keeps it, so that calendars move their entry instead of adding one. */
  uid: string;
  title: string;
  startsAt: Instant;
  endsAt: Instant;
  description: string;
  location: string;
}

/** How often calendar programs are asked to look again. */
const REFRESH_MS = HOUR;

/**
 * An area's sessions as iCalendar (RFC 5545, RFC 7986 `REFRESH-INTERVAL`), for calendar programs to subscribe to.
 * Each session stands as its UTC instants, not as a rule: lunar days and holidays have none. `now` becomes DTSTAMP.
 */
export function areaCalendar({
  name,
  sessions,
  now,
}: {
  name: string;
  sessions: readonly CalendarSession[];
  now: Instant;
}): string {
  const events = sessions.map(({ uid, title, startsAt, endsAt, description, location }) => ({
    id: uid,
    stamp: new Date(now),
    start: new Date(startsAt),
    end: new Date(endsAt),
    summary: title,
    description,
    location,
  }));
  const prodId = { company: 'Loa Làng', product: 'Lịch phát', language: 'VI' };
  // RFC 5545 §3.1: every line ends with CRLF, the last one too, which ical-generator leaves open.
  return `${ical({ name: escaped(name), prodId, ttl: REFRESH_MS / 1000, events })}\r\n`;
}

/** RFC 5545 §3.3.11; ical-generator does so for texts of events, but writes a calendar's name as it is. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n|\r/g, ' ');
}
