import type { Me } from '@loa/shared/api/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { meQuery } from '../../lib/session.js';
import { rememberSignedIn } from '../../lib/session-end.js';
import { browserHasPasskeys, signInByPasskey } from './passkey.js';

/** Nothing where this browser or this controller knows no passkeys. */
export function PasskeyButton({ onDone }: { onDone: (me: Me) => void }) {
  return signInByPasskey && browserHasPasskeys() ? <Usable sign={signInByPasskey} onDone={onDone} /> : null;
}

function Usable({ sign, onDone }: { sign: () => Promise<Me>; onDone: (me: Me) => void }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: sign,
    onSuccess(me) {
      rememberSignedIn(true);
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
