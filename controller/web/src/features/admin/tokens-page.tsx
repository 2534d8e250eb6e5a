import { API_TOKEN_DAYS, type ApiToken, type IssuedApiToken } from '@loa/shared/api/session';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { Field } from '../../components/field.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { now } from '../../lib/clock.js';
import { useFormat } from '../../lib/use-format.js';
import { useSettingChange } from './settings.js';
import { issueToken, revokeToken, TOKEN_DAYS, tokenState, tokensQuery } from './tokens.js';
import './admin.css';

/** For programs that act in one's own name: made, seen to end, taken back. */
export default function TokensPage() {
  const { t } = useTranslation('admin');
  const { cursor } = useListAddress();
  const tokens = useQuery(tokensQuery(cursor));
  const [issued, setIssued] = useState<IssuedApiToken | null>(null);
  return (
    <PageFrame title={t('token.title')} help={t('token.help')}>
      {issued && <Issued token={issued} />}
      <NewToken onIssued={setIssued} />
      <h2>{t('token.list')}</h2>
      <PagedList query={tokens} empty={t('token.none')}>
        {(items) => (
          <ul className="stack" aria-label={t('token.list')}>
            {items.map((token) => (
              <OneToken key={token.id} token={token} />
            ))}
          </ul>
        )}
      </PagedList>
    </PageFrame>
  );
}

function NewToken({ onIssued }: { onIssued: (token: IssuedApiToken) => void }) {
  const { t } = useTranslation('admin');
  const [label, setLabel] = useState('');
  const [days, setDays] = useState<number>(API_TOKEN_DAYS.usual);
  const { mutate, isPending, error } = useSettingChange(issueToken, (token) => {
    setLabel('');
    onIssued(token);
  });
  return (
    <form
      className="card stack admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ label: label.trim(), days });
      }}
    >
      <Field label={t('token.label')} hint={t('token.labelHint')}>
        {(id) => (
          <Input id={id} maxLength={100} value={label} onChange={({ target }) => setLabel(target.value)} />
        )}
      </Field>
      <Field label={t('token.days')}>
        {(id) => (
          <Select
            id={id}
            value={days}
            onChange={setDays}
            options={TOKEN_DAYS.map((value) => ({ value, label: t('token.inDays', { count: value }) }))}
          />
        )}
      </Field>
      <ProblemNote error={error} />
      <div>
        <Button type="primary" htmlType="submit" loading={isPending} disabled={label.trim() === ''}>
          {t('token.make')}
        </Button>
      </div>
    </form>
  );
}

/** Shown this once: nobody can read it again, not even the controller. */
function Issued({ token: { label, token, expiresAt } }: { token: IssuedApiToken }) {
  const { t } = useTranslation('admin');
  const { date } = useFormat();
  const tell = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(token);
    tell(t('token.copied'));
  };
  return (
    <section className="card stack" aria-label={label}>
      <Alert type="success" showIcon title={t('token.once', { label, date: date(expiresAt) })} />
      <Input readOnly aria-label={t('token.title')} value={token} onFocus={({ target }) => target.select()} />
      {window.isSecureContext && (
        <div>
          <Button onClick={() => void copy()}>{t('token.copy')}</Button>
        </div>
      )}
      <p className="soft small">{t('token.careful')}</p>
    </section>
  );
}

const TONES = { holds: 'good', ends: 'warn', ended: 'calm', revoked: 'calm' } as const;

function OneToken({ token }: { token: ApiToken }) {
  const { t } = useTranslation('admin');
  const { date } = useFormat();
  const tell = useToast();
  const { mutate, isPending, error } = useSettingChange(revokeToken, () => tell(t('token.revoked')));
  const { id, label, createdAt, expiresAt } = token;
  const state = tokenState(token, now());
  return (
    <li className="card row">
      <div className="grow">
        <strong>{label}</strong> <Tag tone={TONES[state]}>{t(`token.state.${state}`)}</Tag>
        <p className="soft small">{t('token.dates', { made: date(createdAt), ends: date(expiresAt) })}</p>
      </div>
      {(state === 'holds' || state === 'ends') && (
        <AskFirst
          danger
          ask={t('token.revokeAsk', { label })}
          text={t('token.revokeText')}
          yes={t('token.revoke')}
          busy={isPending}
          onYes={() => mutate(id)}
          aria-label={t('token.revokeAsk', { label })}
        >
          {t('token.revoke')}
        </AskFirst>
      )}
      <ProblemNote error={error} />
    </li>
  );
}
