import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../../components/language-switch.js';
import { LinkButton } from '../../components/link-button.js';
import { Message } from '../../components/message.js';
import { Skeleton } from '../../components/skeleton.js';
import { JoinForm } from './join-form.js';
import { offerQuery, tokenIn } from './link.js';
import './join-page.css';

/** What a one-time link opens: who is meant, a password to choose, and in. */
export default function JoinPage() {
  return (
    <main className="join" id="main">
      <Suspense fallback={<Skeleton />}>
        <Join />
      </Suspense>
    </main>
  );
}

function Join() {
  const { t } = useTranslation(['join', 'app']);
  // Once: afterwards the link is used up, but who reads on must not see an error for it.
  const [token] = useState(() => tokenIn(location.hash));
  useEffect(() => {
    document.title = `${t('title')} · ${t('app:name')}`;
  }, [t]);
  return (
    <>
      <header className="join-head">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <p>
          <strong>{t('app:name')}</strong>
        </p>
      </header>
      {token === null ? (
        <Message title={t('broken')} text={t('brokenText')}>
          <LinkButton to="/dang-nhap">{t('toSignIn')}</LinkButton>
        </Message>
      ) : (
        <Offer token={token} />
      )}
      <LanguageSwitch />
    </>
  );
}

function Offer({ token }: { token: string }) {
  const { t } = useTranslation('join');
  const { data, error } = useQuery(offerQuery(token));
  if (data) return <JoinForm token={token} offer={data} />;
  if (!error) return <Skeleton />;
  return (
    <Message title={t('cannot')} text={error.message}>
      <LinkButton to="/dang-nhap">{t('toSignIn')}</LinkButton>
    </Message>
  );
}
