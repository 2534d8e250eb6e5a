import type { Passkey } from '@loa/shared/api/keys';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { useFormat } from '../../lib/use-format.js';
import { AddPasskey } from './add-passkey.js';
import { passkeysQuery, removePasskey, useOwnChange } from './security.js';

export function PasskeysCard() {
  const { t } = useTranslation('profile');
  const query = useQuery(passkeysQuery);
  return (
    <section className="card stack">
      <h2>{t('passkeys.title')}</h2>
      <p className="soft">{t('passkeys.what')}</p>
      <Loaded query={query}>
        {(keys) => (
          <>
            {keys.length === 0 && <p>{t('passkeys.none')}</p>}
            {keys.length > 0 && (
              <ul className="stack">
                {keys.map((key) => (
                  <OnePasskey key={key.kid} passkey={key} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
      <AddPasskey />
    </section>
  );
}

function OnePasskey({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation(['profile', 'app']);
  const { moment } = useFormat();
  const tell = useToast();
  const { kid, label, createdAt, lastUsedAt, approves } = passkey;
  const { mutate, isPending, error } = useOwnChange(removePasskey, () => tell(t('passkeys.removed')));
  const used = lastUsedAt === null ? t('passkeys.unused') : t('passkeys.used', { at: moment(lastUsedAt) });
  return (
    <li className="profile-line">
      <div>
        <strong>{label}</strong> {approves.length > 0 && <Tag tone="good">{t('passkeys.approves')}</Tag>}
        <p className="soft small">
          {t('passkeys.made', { at: moment(createdAt) })} · {used}
        </p>
      </div>
      <AskFirst
        danger
        ask={t('passkeys.removeAsk', { label })}
        text={t(approves.length > 0 ? 'passkeys.removeApproves' : 'passkeys.removeText')}
        yes={t('passkeys.removeYes')}
        busy={isPending}
        onYes={() => mutate(kid)}
        aria-label={t('passkeys.removeAsk', { label })}
      >
        {t('passkeys.remove')}
      </AskFirst>
      <ProblemNote error={error} />
    </li>
  );
}
