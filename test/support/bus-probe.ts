import type { Bus, BusMessage, BusState } from '@loa/shared/ports/bus';

/** Resolves with the first state that fits, from now on; the present one counts. */
export function stateOf(bus: Bus, fits: (state: BusState) => boolean): Promise<BusState> {
  return new Promise((resolve) => {
    let stop = () => {};
    let done = false;
    stop = bus.onState((state) => {
      if (done || !fits(state)) return;
      done = true;
      resolve(state);
      stop();
    });
    if (done) stop();
  });
}

export const connected = (bus: Bus) => stateOf(bus, ({ kind }) => kind === 'connected');
export const disconnected = (bus: Bus) => stateOf(bus, ({ kind }) => kind === 'disconnected');

export interface Collected {
  messages: BusMessage[];
  texts(): string[];
  /** Resolves once a message fits; those that came before count. */
  until(fits: (message: BusMessage) => boolean): Promise<BusMessage>;
  stop(): void;
}

/** Subscribes and keeps what comes; of a filter with many topics only one, where asked. */
export async function collect(bus: Bus, filter: string, only?: string): Promise<Collected> {
  const messages: BusMessage[] = [];
  const waiting = new Set<(message: BusMessage) => void>();
  const stop = await bus.subscribe(filter, (message) => {
    if (only !== undefined && message.topic !== only) return;
    messages.push(message);
    for (const check of [...waiting]) check(message);
  });
  return {
    messages,
    texts: () => messages.map(({ payload }) => Buffer.from(payload).toString()),
    until(fits) {
      const seen = messages.find(fits);
      if (seen) return Promise.resolve(seen);
      return new Promise((resolve) => {
        const check = (message: BusMessage) => {
          if (!fits(message)) return;
          waiting.delete(check);
          resolve(message);
        };
        waiting.add(check);
      });
    },
    stop,
  };
}

export const bytes = (text: string): Uint8Array => Buffer.from(text);
export const says = (text: string) => (message: BusMessage) =>
  Buffer.from(message.payload).toString() === text;
