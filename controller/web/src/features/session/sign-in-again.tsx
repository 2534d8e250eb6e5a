import { Suspense, useSyncExternalStore } from 'react';
import { framed } from '../../components/framed.js';
import { sessionEnd } from '../../lib/session-end.js';

const OverPage = framed(() => import('./over-page.js'));

/** Over whatever page is open when the session ends: a password, and the work goes on where it was. */
export function SignInAgain() {
  const ended = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.has);
  return ended ? (
    <Suspense fallback={null}>
      <OverPage />
    </Suspense>
  ) : null;
}
