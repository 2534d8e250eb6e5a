import { problem } from './answer.js';

/** Nobody follows the loudspeakers of a whole province, and it would be made anew for each that asks. */
export const CALENDAR_TOO_WIDE = problem(
  422,
  'too_wide',
  'Lịch của cả tỉnh quá dài. Hãy chọn một xã hoặc một thôn, làng.',
);
