import type { Cron } from '../../controller/src/dispatch/cron.js';

export interface ManualCron extends Cron {
  /** Runs every duty once, whatever its pattern. */
  tick(): void;
}

export function createManualCron(): ManualCron {
  const duties = new Set<() => void>();
  return {
    schedule(_pattern, run) {
      const duty = () => run();
      duties.add(duty);
      return () => {
        duties.delete(duty);
      };
    },
    tick() {
      for (const duty of duties) duty();
    },
  };
}
