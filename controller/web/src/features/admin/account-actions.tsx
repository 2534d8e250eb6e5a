import type { Account } from '@loa/shared/api/accounts';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { useFormat } from '../../lib/use-format.js';
import {
  accountSessionsQuery,
  disableAccount,
  enableAccount,
  endSessions,
  makeLink,
  resetSecondFactor,
  useAccountChange,
} from './accounts.js';
import { LinkCard } from './link-card.js';

/** What an admin does for somebody: a link, a lost phone, an end. Each says before what will happen. */
export function AccountActions({ account, own }: { account: Account; own: boolean }) {
  const { t } = useTranslation('admin');
  const { id, name, disabledAt, invited } = account;
  const link = useAccountChange(makeLink);
  if (disabledAt !== null) return <Enable account={account} />;
  return (
    <section className="card stack">
      <h2>{t('do.title')}</h2>
      {link.data ? (
        <LinkCard link={link.data} name={name} />
      ) : (
        <div className="admin-do">
          <p>{t(invited ? 'do.inviteText' : 'do.resetText', { name })}</p>
          <Button loading={link.isPending} onClick={() => link.mutate(id)}>
            {t(invited ? 'do.invite' : 'do.reset')}
          </Button>
        </div>
      )}
      <ProblemNote error={link.error} />
      <SignedIn id={id} />
      {!own && (
        <>
          <Act id={id} name="lostPhone" act={resetSecondFactor} person={name} />
          <Act id={id} name="disable" act={disableAccount} person={name} />
        </>
      )}
    </section>
  );
}

function Enable({ account: { id, name } }: { account: Account }) {
  return (
    <section className="card stack">
      <Act id={id} name="enable" act={enableAccount} person={name} danger={false} />
    </section>
  );
}

function SignedIn({ id }: { id: string }) {
  const { t } = useTranslation('admin');
  const { moment } = useFormat();
  const { data: sessions = [] } = useQuery(accountSessionsQuery(id));
  const last = Math.max(...sessions.map(({ lastSeenAt }) => lastSeenAt));
  if (sessions.length === 0) return <p className="soft">{t('do.notSignedIn')}</p>;
  return (
    <>
      <p className="soft">{t('do.signedIn', { places: sessions.length, at: moment(last) })}</p>
      <Act id={id} name="endAll" act={endSessions} person="" />
    </>
  );
}

interface ActProps {
  id: string;
  name: 'lostPhone' | 'disable' | 'enable' | 'endAll';
  act: (id: string) => Promise<unknown>;
  person: string;
  danger?: boolean;
}

function Act({ id, name, act, person, danger = true }: ActProps) {
  const { t } = useTranslation('admin');
  const tell = useToast();
  const { mutate, isPending, error } = useAccountChange(act, () => tell(t(`do.${name}Done`)));
  return (
    <>
      <div className="admin-do">
        <p>{t(`do.${name}Text`)}</p>
        <AskFirst
          danger={danger}
          ask={t(`do.${name}Ask`, { name: person })}
          text={t(`do.${name}Text`)}
          yes={t(`do.${name}`)}
          busy={isPending}
          onYes={() => mutate(id)}
        >
          {t(`do.${name}`)}
        </AskFirst>
      </div>
      <ProblemNote error={error} />
    </>
  );
}
