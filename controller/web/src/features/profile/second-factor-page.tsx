import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { LanguageSwitch } from '../../components/language-switch.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { rememberMe, useMe } from '../../lib/session.js';
import { AddPasskey } from './add-passkey.js';
import { RecoveryCodes } from './recovery-codes.js';
import { meKey, readMeAgain, signOut, useOwnChange } from './security.js';
import { TotpSetup } from './totp-setup.js';
import './profile.css';

/** The only page of somebody whose role needs a second factor and who has none yet. */
export default function SecondFactorPage() {
  return (
    <main className="second-factor" id="main">
      <Suspense fallback={<Skeleton />}>
        <SecondFactor />
      </Suspense>
    </main>
  );
}

function SecondFactor() {
  const { t } = useTranslation(['profile', 'app']);
  const { name, role } = useMe();
  const [codes, setCodes] = useState<string[] | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate: goOn, error } = useOwnChange(readMeAgain, (me) => {
    client.setQueryData(meKey, me);
    void navigate('/', { replace: true });
  });
  const leave = useOwnChange(signOut, () => {
    rememberMe(null);
    location.assign('/dang-nhap');
  });
  useEffect(() => {
    document.title = `${t('second.title')} · ${t('app:name')}`;
  }, [t]);
  if (codes !== null)
    return (
      <div className="card">
        <RecoveryCodes codes={codes} onDone={() => goOn(undefined)} />
        <ProblemNote error={error} />
      </div>
    );
  return (
    <>
      <h1>{t('second.title')}</h1>
      <p>{t('second.why', { name, role: t(`app:role.${role}`) })}</p>
      <section className="card stack">
        <h2>{t('second.totp')}</h2>
        <p className="soft">{t('second.totpText')}</p>
        <TotpSetup onCodes={setCodes} />
      </section>
      <section className="card stack">
        <h2>{t('second.passkey')}</h2>
        <p className="soft">{t('passkeys.what')}</p>
        <AddPasskey onDone={() => goOn(undefined)} />
      </section>
      <ProblemNote error={error ?? leave.error} />
      <div className="row">
        <LanguageSwitch />
        <Button onClick={() => leave.mutate(undefined)}>{t('app:act.signOut')}</Button>
      </div>
    </>
  );
}
