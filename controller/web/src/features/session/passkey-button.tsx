import type { Me } from '@loa/shared/api/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { meQuery, rememberMe } from '../../lib/session.js';
import { signInByPasskey } from './passkey.js';

/** Fingerprint, face or screen lock instead of the password; nothing where this browser knows no passkeys. */
export function PasskeyButton(props: PasskeyButtonProps) {
  return browserHasPasskeys() ? <Usable {...props} /> : null;
}

interface PasskeyButtonProps {
  onDone: (me: Me) => void;
  /** The controller said that this account signs in by no other way. */
  asked?: boolean;
}

function Usable({ onDone, asked = false }: PasskeyButtonProps) {
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
      <Button
        type={asked ? 'primary' : 'default'}
        size="large"
        block
        loading={isPending}
        onClick={() => mutate()}
      >
        {t('passkey')}
      </Button>
      <ProblemNote error={error} />
    </>
  );
}
