import type { RosterRequest } from '@loa/shared/api/roster-requests';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { useMay, useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { cancelRequest, signRequest } from './roster.js';
import { useSettingChange } from './settings.js';

const TONES = { added: 'good', removed: 'bad', changed: 'warn' } as const;

/** What the next list would change, who has signed it, and the signature. */
export function RequestCard({ request, nameOf }: { request: RosterRequest; nameOf: (id: string) => string }) {
  const { t } = useTranslation(['admin', 'app']);
  const { moment } = useFormat();
  const may = useMay();
  const tell = useToast();
  const sign = useSettingChange(signRequest, ({ state }) =>
    tell(t(state === 'done' ? 'roster.nowInForce' : 'roster.signedOne')),
  );
  const cancel = useSettingChange(cancelRequest, () => tell(t('roster.cancelled')));
  const { id, change, reason, diff, signers, needs, maySign, expiresAt } = request;
  const left = Math.max(0, needs - signers.length);
  return (
    <div className="card stack">
      <h3>{t(`kinds.${change.kind}`)}</h3>
      <p>
        {t('roster.reason')}: {reason}
      </p>
      <ul className="stack" aria-label={t('roster.changes')}>
        {diff.map(({ kind, text }) => (
          <li key={text}>
            <Tag tone={TONES[kind]}>{t(`diff.${kind}`)}</Tag> {text}
          </li>
        ))}
      </ul>
      <p>
        {signers.length > 0 && t('roster.signedBy', { names: signers.map(nameOf).join(', ') })}{' '}
        {t('roster.needs', { left, names: maySign.map(({ name }) => name).join(', ') || '–' })}
      </p>
      <p className="soft small">{t('roster.until', { at: moment(expiresAt) })}</p>
      <Sign request={request} busy={sign.isPending} onSign={() => sign.mutate(id)} />
      <ProblemNote error={sign.error ?? cancel.error} />
      {(may('account.write') || may('bulletin.approve')) && (
        <div>
          <AskFirst
            ask={t('roster.cancelAsk')}
            yes={t('roster.cancel')}
            no={t('app:act.back')}
            busy={cancel.isPending}
            onYes={() => cancel.mutate(id)}
          >
            {t('roster.cancel')}
          </AskFirst>
        </div>
      )}
    </div>
  );
}

function Sign({ request, busy, onSign }: { request: RosterRequest; busy: boolean; onSign: () => void }) {
  const { t } = useTranslation('admin');
  const { personId } = useMe();
  if (personId !== null && request.signers.includes(personId)) return <p>{t('roster.youSigned')}</p>;
  if (!request.maySign.some((each) => each.personId === personId))
    return <p className="soft">{t('roster.notYou')}</p>;
  if (!browserHasPasskeys()) return <p>{t('roster.noKeyHere')}</p>;
  return (
    <div>
      <Button type="primary" loading={busy} onClick={onSign}>
        {t('roster.sign')}
      </Button>
    </div>
  );
}
