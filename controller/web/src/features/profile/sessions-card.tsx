import type { SessionInfo } from '@loa/shared/api/session';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { useFormat } from '../../lib/use-format.js';
import { machineName } from './machine-name.js';
import { endOtherSessions, endSession, sessionsQuery, useOwnChange } from './security.js';

/** Where one is signed in, and the way to end what is not one's own. */
export function SessionsCard() {
  const { t } = useTranslation('profile');
  const tell = useToast();
  const query = useQuery(sessionsQuery);
  const others = useOwnChange(endOtherSessions, () => tell(t('sessions.othersEnded')));
  return (
    <section className="card stack">
      <h2>{t('sessions.title')}</h2>
      <p className="soft">{t('sessions.what')}</p>
      <Loaded query={query}>
        {(sessions) => (
          <>
            <ul className="stack">
              {sessions.map((session) => (
                <OneSession key={session.id} session={session} />
              ))}
            </ul>
            {sessions.some(({ current }) => !current) && (
              <div>
                <Button danger loading={others.isPending} onClick={() => others.mutate(undefined)}>
                  {t('sessions.endOthers')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
      <ProblemNote error={others.error} />
    </section>
  );
}

function OneSession({ session }: { session: SessionInfo }) {
  const { t } = useTranslation('profile');
  const { moment } = useFormat();
  const tell = useToast();
  const { mutate, isPending, error } = useOwnChange(endSession, () => tell(t('sessions.ended')));
  const { id, userAgent, address, createdAt, lastSeenAt, current } = session;
  const name = machineName(userAgent) ?? t('sessions.unknown');
  return (
    <li className="profile-line">
      <div>
        <strong>{name}</strong> {current && <Tag tone="good">{t('sessions.here')}</Tag>}
        <p className="soft small">
          {t('sessions.since', { at: moment(createdAt), last: moment(lastSeenAt), address })}
        </p>
      </div>
      {!current && (
        <Button loading={isPending} onClick={() => mutate(id)} aria-label={t('sessions.endThis', { name })}>
          {t('sessions.end')}
        </Button>
      )}
      <ProblemNote error={error} />
    </li>
  );
}
