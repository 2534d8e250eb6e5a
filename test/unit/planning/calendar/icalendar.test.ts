import { describe, expect, it } from 'vitest';
import { areaCalendar } from '../../../../controller/src/planning/calendar/icalendar.js';

const now = Date.parse('2026-11-02T05:00:00Z');
const session = {
  uid: 'session_aaaaaaaaaaaaaaaaaaaaaaaaaa',
  title: 'Bản tin sáng',
  startsAt: Date.parse('2026-11-02T05:30:00+07:00'),
  endsAt: Date.parse('2026-11-02T05:45:00+07:00'),
  description: 'Phòng, chống lừa đảo qua mạng',
  location: 'Làng Ơi Briu',
};
const lines = (text: string) => text.split('\r\n');

describe('an area as iCalendar', () => {
  it('stands line by line', () => {
    expect(lines(areaCalendar({ name: 'Loa xã Ia Pia', sessions: [session], now }))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Loa Làng//Lịch phát//VI',
      'NAME:Loa xã Ia Pia',
      'X-WR-CALNAME:Loa xã Ia Pia',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'BEGIN:VEVENT',
      'UID:session_aaaaaaaaaaaaaaaaaaaaaaaaaa',
      'SEQUENCE:0',
      'DTSTAMP:20261102T050000Z',
      'DTSTART:20261101T223000Z',
      'DTEND:20261101T224500Z',
      'SUMMARY:Bản tin sáng',
      'LOCATION:Làng Ơi Briu',
      'DESCRIPTION:Phòng\\, chống lừa đảo qua mạng',
      'END:VEVENT',
      'END:VCALENDAR',
      // Strict readers refuse a last line without its end.
      '',
    ]);
  });

  it('stays a calendar when nothing is planned', () => {
    expect(lines(areaCalendar({ name: 'Loa', sessions: [], now }))).toContain('END:VCALENDAR');
  });

  it('lets no text begin a line of its own, whatever stands in it', () => {
    const evil = 'một\r\nEND:VCALENDAR;hai,ba\\';
    const text = areaCalendar({ name: evil, sessions: [{ ...session, title: evil, location: evil }], now });
    expect(lines(text).filter((line) => line.startsWith('END:VCALENDAR'))).toEqual(['END:VCALENDAR']);
    expect(lines(text)).toContain('NAME:một END:VCALENDAR\\;hai\\,ba\\\\');
    expect(lines(text)).toContain('SUMMARY:một\\nEND:VCALENDAR\\;hai\\,ba\\\\');
  });

  it('folds long lines by bytes, without breaking a letter', () => {
    const title = 'Tuyên truyền, phổ biến Nghị quyết số 57-NQ/TW tới từng thôn, làng '.repeat(3);
    const text = areaCalendar({ name: 'Loa', sessions: [{ ...session, title }], now });
    expect(Math.max(...lines(text).map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n ', '')).toContain(title.replaceAll(',', '\\,'));
  });
});
