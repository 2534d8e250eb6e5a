/** Between two reports of what was heard, milliseconds of the recording. */
const REPORT_MS = 10_000;
/** A longer step is a jump, not listening, seconds. Browsers tell the time about four times a second. */
const JUMP_S = 1.2;

/** Told 0 when listening begins, then what was really heard since the last report; rejects where it did not arrive. */
export type ReportHeard = (ms: number) => Promise<unknown>;

export interface Listened {
  begin(seconds: number): void;
  at(seconds: number): void;
  jump(seconds: number): void;
  end(seconds: number): void;
}

/**
 * Adds up what was played, without jumps, and reports it now and then. What a lost line kept from arriving goes along
 * with the next report: whoever heard all of it need not hear it again.
 */
export function createListened(report: ReportHeard): Listened {
  let last = 0;
  let heardMs = 0;
  /** Since a report was last tried. */
  let untriedMs = 0;
  let begun = false;
  const send = () => {
    untriedMs = 0;
    // The controller counts from the report of 0 on, so nothing goes before it.
    if (!begun) {
      begun = true;
      report(0).catch(() => {
        begun = false;
      });
      return;
    }
    const ms = Math.round(heardMs);
    if (ms === 0) return;
    heardMs = 0;
    report(ms).catch(() => {
      heardMs += ms;
    });
  };
  const at = (seconds: number) => {
    const step = seconds - last;
    last = seconds;
    if (step > 0 && step < JUMP_S) {
      heardMs += step * 1000;
      untriedMs += step * 1000;
    }
    if (untriedMs >= REPORT_MS) send();
  };
  return {
    begin(seconds) {
      last = seconds;
      send();
    },
    at,
    jump(seconds) {
      last = seconds;
    },
    end(seconds) {
      at(seconds);
      send();
    },
  };
}
