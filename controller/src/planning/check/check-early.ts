import { minutesOfDay } from '@loa/shared/instant';
import { timeText } from '../calendar/civil-time.js';
import type { AskedTime } from './asked-times.js';
import type { CheckedPlace, Finding } from './problem.js';

/** Before this minute of the day many still sleep: the complaints of 12/2025 were about 4:30 to 5:00. */
const EARLY_UNTIL = 6 * 60;

/** What the author of an early time should know; `times` are allowed at this place. */
export function warnEarly(times: readonly AskedTime[], place: CheckedPlace): Finding[] {
  return times
    .filter(({ minute }) => minute < EARLY_UNTIL)
    .map(({ minute }) => {
      const time = timeText(minute);
      const early = capAt(place, minute);
      const quieter = early < Math.max(...place.hours.map(({ maxGainDb }) => maxGainDb));
      const text = (places: string) =>
        quieter
          ? `Trước 06:00 loa chỉ kêu nhỏ: giờ ${time} ở ${places}. Muốn nghe rõ, hãy dời sang 06:00.`
          : `Giờ ${time} ở ${places} còn sớm, nhiều người đang ngủ. Nên dời sang 06:00.`;
      return { code: 'early_morning', place: place.name, text };
    });
}

/** The loudest gain allowed at a minute of the day, dB. */
function capAt({ hours }: CheckedPlace, minute: number): number {
  const open = hours.filter(({ from, to }) => minutesOfDay(from) <= minute && minute < minutesOfDay(to));
  return Math.max(...open.map(({ maxGainDb }) => maxGainDb));
}
