import type { Me } from '@loa/shared/api/session';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.js';
import { useMe } from '../../lib/session.js';
import { settleSessionEnd } from '../../lib/session-end.js';
import { SignInForm } from './sign-in-form.js';

/** The sign-in over a page whose session has ended. */
export default function OverPage() {
  const { t } = useTranslation('session');
  const { login, name, accountId } = useMe();
  const done = (me: Me) => {
    // Somebody else's page must not stay on the screen.
    if (me.accountId !== accountId || me.mustSetUpSecondFactor) location.assign('/');
    else settleSessionEnd(true);
  };
  return (
    <Dialog open title={t('againTitle')} footer={null} closable={false} keyboard={false}>
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
    </Dialog>
  );
}
