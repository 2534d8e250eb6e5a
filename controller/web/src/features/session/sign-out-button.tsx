import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, Nothing } from '../../lib/api.js';

/** Ends the session here and begins with an empty page: the next person may sit at the same machine. */
export function SignOutButton() {
  const { t } = useTranslation();
  const { mutate, isPending } = useMutation({
    mutationFn: () => ask('DELETE', '/session', Nothing),
    onSettled: () => location.assign('/dang-nhap'),
  });
  return (
    <Button loading={isPending} onClick={() => mutate()}>
      {t('act.signOut')}
    </Button>
  );
}
