import { Health } from '@loa/shared/api/health';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { LanguageSwitch } from '../../components/language-switch.js';
import { Skeleton } from '../../components/skeleton.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { DemoAccounts } from './demo-accounts.js';
import { SignInForm } from './sign-in-form.js';
import './sign-in-page.css';

export default function SignInPage() {
  return (
    <main className="sign-in">
      <Suspense fallback={<Skeleton />}>
        <SignIn />
      </Suspense>
    </main>
  );
}

function SignIn() {
  const { t } = useTranslation(['session', 'app']);
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [tried, setTried] = useState<string>();
  const { data: health } = useQuery({
    queryKey: [KEYS.health],
    queryFn: ({ signal }) => ask('GET', '/health', Health, { signal }),
  });
  useEffect(() => {
    document.title = `${t('title')} · ${t('app:name')}`;
  }, [t]);
  return (
    <>
      <header className="sign-in-head">
        <img src="/icon.svg" alt="" width="64" height="64" />
        <h1>{t('app:name')}</h1>
        <p className="soft">{t('tagline')}</p>
      </header>
      <div className="card sign-in-card">
        <h2>{t('title')}</h2>
        <SignInForm
          key={tried}
          suggested={tried}
          onDone={() => void navigate(ownPath(params.get('ve')), { replace: true })}
        />
      </div>
      {health?.demo && <DemoAccounts accounts={health.demoAccounts} onTry={setTried} />}
      <LanguageSwitch />
    </>
  );
}

/** Only ever a page of ours: an address that was sent may name another site. */
function ownPath(text: string | null): string {
  return text !== null && /^\/(?![/\\])/.test(text) ? text : '/';
}
