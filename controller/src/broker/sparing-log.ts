import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { createTokenBucket } from './token-bucket.js';

/** So many lines at once and one a second: whoever misbehaves does not fill the disk with lines about it. */
const LINES = { burst: 50, perSecond: 1 };

/** Warns while there is room, and else counts how many lines were left out before the next one. */
export function createSparingLog(ports: { clock: Clock; log: Logger }): Pick<Logger, 'warn'> {
  const room = createTokenBucket(LINES, ports);
  let leftOut = 0;
  return {
    warn(fields, message) {
      if (room.waitMs() > 0) {
        leftOut += 1;
        return;
      }
      room.take(1);
      ports.log.warn(leftOut > 0 ? { ...fields, leftOut } : fields, message);
      leftOut = 0;
    },
  };
}
