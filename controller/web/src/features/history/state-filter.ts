import { PlaybackState } from '@loa/shared/playback';

/** The states that `?tt=` names, in their usual order; what is no state is left out. Pure. */
export function chosenStates(text: string | null): PlaybackState[] {
  const named = text?.split(',') ?? [];
  return PlaybackState.options.filter((state) => named.includes(state));
}

/** "Đang phát" stands for two states; it is offered once, as `started`. */
export function offeredStates(states: readonly PlaybackState[]): PlaybackState[] {
  return states.filter((state) => state !== 'claimed');
}

/** What is asked for and stands in the address; null: any state. */
export function stateParam(states: readonly PlaybackState[]): string | null {
  const asked = new Set(
    states.flatMap((each) => (each === 'started' ? (['claimed', each] as const) : [each])),
  );
  return asked.size === 0 ? null : [...asked].join(',');
}
