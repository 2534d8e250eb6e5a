import type { Me } from '@loa/shared/api/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { meQuery, rememberMe } from '../../lib/session.js';
import { signInByPasskey } from './passkey.js';

/** Fingerprint, face or screen lock instead of the password; nothing where this browser knows no passkeys. */
export function PasskeyButton({ onDone }: { onDone: (me: Me) => void }) {
  return browserHasPasskeys() ? <Usable onDone={onDone} /> : null;
}

function Usable({ onDone }: { onDone: (me: Me) => void }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: signInByPasskey,
    onSuccess(me) {
      rememberMe(me);
      client.setQueryData(meQuery.queryKey, me);
      onDone(me);
    },
  });
  return (
    <>
      <Button size="large" block loading={isPending} onClick={() => mutate()}>
        {t('passkey')}
      </Button>
      <ProblemNote error={error} />
    </>
  );
}
