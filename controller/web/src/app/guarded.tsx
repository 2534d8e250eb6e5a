import type { Role } from '@loa/shared/api/role';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from '../components/message.js';
import { useMe } from '../lib/session.js';

/** A page whose address was typed or sent by somebody else may not be for this role. */
export function Guarded({ roles, children }: { roles?: readonly Role[] | undefined; children: ReactNode }) {
  const { t } = useTranslation();
  const { role } = useMe();
  if (roles && !roles.includes(role)) return <Message title={t('error.forbidden')} />;
  return children;
}
