import type { SecondFactors } from '@loa/shared/api/session';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { useToast } from '../../components/toasts.js';
import { useFormat } from '../../lib/use-format.js';
import { AskPassword } from './ask-password.js';
import { RecoveryCodes } from './recovery-codes.js';
import { factorsQuery, newRecoveryCodes, removeTotp, useOwnChange } from './security.js';
import { TotpSetup } from './totp-setup.js';

/** What is being done to the app. */
type Doing = 'nothing' | 'setUp' | 'newCodes' | 'remove';

/** The authenticator app and its recovery codes. */
export function TotpCard() {
  const { t } = useTranslation('profile');
  const query = useQuery(factorsQuery);
  const [doing, setDoing] = useState<Doing>('nothing');
  const [codes, setCodes] = useState<string[] | null>(null);
  const stop = () => setDoing('nothing');
  const show = (made: string[]) => {
    setCodes(made);
    stop();
  };
  return (
    <section className="card stack">
      {codes !== null ? (
        <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
      ) : (
        <>
          <h2>{t('totp.title')}</h2>
          <Loaded query={query}>
            {(factors) => (
              <>
                <State factors={factors} />
                {doing === 'nothing' && <Choices factors={factors} onChoose={setDoing} />}
              </>
            )}
          </Loaded>
          {doing === 'setUp' && <TotpSetup onCodes={show} onNo={stop} />}
          {doing === 'newCodes' && <NewCodes onCodes={show} onNo={stop} />}
          {doing === 'remove' && <Remove onDone={stop} />}
        </>
      )}
    </section>
  );
}

function State({ factors: { totpSince, recoveryCodesLeft, required } }: { factors: SecondFactors }) {
  const { t } = useTranslation('profile');
  const { date } = useFormat();
  if (totpSince === null)
    return (
      <p>
        {t('totp.none')} {required && t('totp.required')}
      </p>
    );
  return (
    <p>
      {t('totp.since', { date: date(totpSince) })} {t('totp.left', { left: recoveryCodesLeft })}
    </p>
  );
}

function Choices({ factors, onChoose }: { factors: SecondFactors; onChoose: (doing: Doing) => void }) {
  const { t } = useTranslation('profile');
  if (factors.totpSince === null)
    return (
      <div>
        <Button onClick={() => onChoose('setUp')}>{t('totp.setUp')}</Button>
      </div>
    );
  return (
    <div className="row">
      <Button onClick={() => onChoose('newCodes')}>{t('totp.newCodes')}</Button>
      <Button danger onClick={() => onChoose('remove')}>
        {t('totp.remove')}
      </Button>
    </div>
  );
}

function NewCodes({ onCodes, onNo }: { onCodes: (codes: string[]) => void; onNo: () => void }) {
  const { t } = useTranslation('profile');
  const { mutate, isPending, error } = useOwnChange(newRecoveryCodes, ({ codes }) => onCodes(codes));
  return (
    <>
      <p>{t('totp.newCodesText')}</p>
      <AskPassword yes={t('totp.newCodes')} busy={isPending} error={error} onYes={mutate} onNo={onNo} />
    </>
  );
}

function Remove({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('profile');
  const tell = useToast();
  const { mutate, isPending, error } = useOwnChange(removeTotp, () => {
    tell(t('totp.removed'));
    onDone();
  });
  return (
    <>
      <p>{t('totp.removeText')}</p>
      <AskPassword
        danger
        yes={t('totp.remove')}
        busy={isPending}
        error={error}
        onYes={mutate}
        onNo={onDone}
      />
    </>
  );
}
