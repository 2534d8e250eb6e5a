import type { Me } from '@loa/shared/api/session';
import { Button, Modal } from 'antd';
import { Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../lib/session.js';
import { sessionEnd, settleSessionEnd } from '../../lib/session-end.js';
import { SignInForm } from './sign-in-form.js';

/** Over whatever page is open when the session ends: a password, and the work goes on where it was. */
export function SignInAgain() {
  const ended = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.has);
  if (!ended) return null;
  return (
    <Suspense fallback={null}>
      <Over />
    </Suspense>
  );
}

function Over() {
  const { t } = useTranslation('session');
  const { login, name, accountId } = useMe();
  const done = (me: Me) => {
    // Somebody else's page must not stay on the screen.
    if (me.accountId !== accountId) location.assign('/');
    else settleSessionEnd(true);
  };
  return (
    <Modal open title={t('againTitle')} footer={null} closable={false} maskClosable={false} keyboard={false}>
      <div className="stack">
        <p>{t('againText')}</p>
        <p>
          <strong>{name}</strong> ({login})
        </p>
        <SignInForm login={login} onDone={done} />
        <Button type="link" onClick={() => location.assign('/dang-nhap')}>
          {t('notYou', { name })}
        </Button>
      </div>
    </Modal>
  );
}
