import type { TotpSetup as Setup } from '@loa/shared/api/session';
import { Button, Input } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { lazily } from '../../lib/lazily.js';
import { AskPassword } from './ask-password.js';
import { beginTotp, confirmTotp, useOwnChange } from './security.js';

const QrCode = lazily(() => import('../../components/qr-code.js'));

/** Password, picture to scan, first code. `onCodes` gets the recovery codes, which are never shown again. */
export function TotpSetup({ onCodes, onNo }: { onCodes: (codes: string[]) => void; onNo?: () => void }) {
  const { t } = useTranslation('profile');
  const begin = useOwnChange(beginTotp);
  if (begin.data) return <Scan setup={begin.data} onCodes={onCodes} />;
  return (
    <AskPassword
      yes={t('totp.begin')}
      busy={begin.isPending}
      error={begin.error}
      onYes={begin.mutate}
      {...(onNo ? { onNo } : {})}
    />
  );
}

function Scan({ setup, onCodes }: { setup: z.infer<typeof Setup>; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation('profile');
  const [code, setCode] = useState('');
  const { mutate, isPending, error } = useOwnChange(confirmTotp, ({ codes }) => onCodes(codes));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        mutate(code);
      }}
    >
      <ol className="profile-steps">
        <li>{t('totp.step1')}</li>
        <li>
          <div className="stack">
            {t('totp.step2')}
            <Suspense fallback={<Skeleton lines={3} />}>
              <QrCode text={setup.uri} label={t('totp.qr')} />
            </Suspense>
            <a href={setup.uri}>{t('totp.here')}</a>
            <p className="soft small">
              {t('totp.byHand')} <code className="profile-secret">{inFours(setup.secret)}</code>
            </p>
          </div>
        </li>
        <li>
          <Field label={t('totp.step3')}>
            {(id) => (
              <Input
                id={id}
                size="large"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={({ target }) => setCode(target.value.replace(/\D/g, ''))}
              />
            )}
          </Field>
        </li>
      </ol>
      <ProblemNote error={error} />
      <div>
        <Button type="primary" htmlType="submit" loading={isPending} disabled={code.length !== 6}>
          {t('totp.confirm')}
        </Button>
      </div>
    </form>
  );
}

/** As people read and type it. */
const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;
