import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PlainButton } from '../../components/plain-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { ask, Nothing } from '../../lib/api.js';
import { rememberMe } from '../../lib/session.js';

/** Ends the session here and begins with an empty page: the next person may sit at the same machine. */
export function SignOutButton() {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask('DELETE', '/session', Nothing),
    onSuccess() {
      rememberMe(null);
      location.assign('/dang-nhap');
    },
  });
  return (
    <>
      <PlainButton busy={isPending} onClick={() => mutate()}>
        {t('act.signOut')}
      </PlainButton>
      <ProblemNote error={error} />
    </>
  );
}
