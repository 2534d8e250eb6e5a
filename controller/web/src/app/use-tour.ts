import { createContext, useCallback, useContext, useState } from 'react';
import { readPlace, stepsFor, type TourPlace } from '../features/tour/tour-steps.js';
import { keep, kept } from '../lib/kept.js';
import { useMe } from '../lib/session.js';
import { menuPath } from './menu.js';
import { useHealth } from './use-health.js';

/** Begins the guided look from its first page. */
export const StartTourContext = createContext<() => void>(() => {});
export const useStartTour = () => useContext(StartTourContext);

/**
 * Where this person is in the guided look. A demonstration begins it by itself, once for each account on this machine; elsewhere
 * it waits under "Thêm".
 */
export function useTour() {
  const { accountId, role } = useMe();
  const demo = useHealth()?.demo ?? false;
  const name = `tour.${accountId}`;
  const steps = stepsFor(role, (each) => menuPath(role, each));
  const [place, setPlace] = useState<TourPlace | null>(() => readPlace(kept(name), steps.length));
  const go = useCallback(
    (next: TourPlace) => {
      keep(name, String(next));
      setPlace(next);
    },
    [name],
  );
  const at = place ?? (demo ? 0 : 'closed');
  return { steps, at, go };
}
