import { DAY } from '@loa/shared/instant';

/**
 * The instant before which it surely is not. One signed time alone does not raise it: a controller whose clock was years
 * ahead for an hour must not silence its boxes for years. It follows a day behind, as times that later ones agreed with.
 */
export interface FirmFloor {
  floor(): number;
  /** A synchronised time, unix ms. */
  heard(instant: number): void;
  /** The root, or a technician, says that it is too high. */
  lower(to: number): void;
  readonly memory: {
    read(): { floor: number; candidate: number } | null;
    write(value: { floor: number; candidate: number }): void;
  };
}

const CONFIRMED_AFTER_MS = DAY;

export function createFirmFloor(memory: FirmFloor['memory']): FirmFloor {
  let { floor, candidate } = memory.read() ?? { floor: 0, candidate: 0 };

  function put(next: { floor: number; candidate: number }): void {
    if (next.floor === floor && next.candidate === candidate) return;
    ({ floor, candidate } = next);
    memory.write(next);
  }

  return {
    memory,
    floor: () => floor,
    heard(instant) {
      // The time went back: what was to become the floor was wrong.
      if (candidate === 0 || instant < candidate) put({ floor, candidate: Math.max(instant, floor) });
      else if (instant - candidate >= CONFIRMED_AFTER_MS) put({ floor: candidate, candidate: instant });
    },
    lower(to) {
      put({ floor: Math.min(floor, to), candidate: Math.min(candidate, to) });
    },
  };
}
