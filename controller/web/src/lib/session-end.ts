type Listener = () => void;

/**
 * Whether the session has ended under an open page. Requests wait here while the person signs in again over the page;
 * one sign-in serves them all.
 */
const state: { ended: boolean; wasSignedIn: boolean; waiting: ((signedIn: boolean) => void)[] } = {
  ended: false,
  wasSignedIn: false,
  waiting: [],
};
const listeners = new Set<Listener>();

/** Asks for a sign-in over the page. Resolves to false where nobody was signed in: then the sign-in page is shown. */
export function signInAgain(): Promise<boolean> {
  if (!state.wasSignedIn) return Promise.resolve(false);
  return new Promise((resolve) => {
    state.waiting.push(resolve);
    set(true);
  });
}

/** The same person is back, or gave up. */
export function settleSessionEnd(signedIn: boolean): void {
  const waiting = state.waiting.splice(0);
  set(false);
  for (const resolve of waiting) resolve(signedIn);
}

/** Whether somebody has been signed in on this page. */
export function rememberSignedIn(signedIn: boolean): void {
  state.wasSignedIn = signedIn;
}

export const sessionEnd = {
  has: (): boolean => state.ended,
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function set(ended: boolean): void {
  if (state.ended === ended) return;
  state.ended = ended;
  for (const listener of listeners) listener();
}
