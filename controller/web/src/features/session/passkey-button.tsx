import type { Me } from '@loa/shared/api/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PlainButton } from '../../components/plain-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { meQuery, rememberMe } from '../../lib/session.js';

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
    mutationFn: async () => (await import('./passkey.js')).signInByPasskey(),
    onSuccess(me) {
      rememberMe(me);
      client.setQueryData(meQuery.queryKey, me);
      onDone(me);
    },
  });
  return (
    <>
      <PlainButton
        look={{ type: asked ? 'primary' : 'default', large: true, block: true }}
        busy={isPending}
        onClick={() => mutate()}
      >
        {t('passkey')}
      </PlainButton>
      <ProblemNote error={error} />
    </>
  );
}
