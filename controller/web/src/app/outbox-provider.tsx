import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../components/toasts.js';
import { createOutbox } from '../lib/outbox.js';
import { useMe } from '../lib/session.js';
import { OutboxContext } from '../lib/use-outbox.js';
import { OUTBOX_HANDLERS } from './outbox-handlers.js';

/** Carries what could not be sent, for whoever is signed in. */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { accountId, role } = useMe();
  const client = useQueryClient();
  const outbox = useMemo(
    () =>
      createOutbox({
        who: { accountId, role },
        handlers: OUTBOX_HANDLERS,
        onSent({ label, unscheduled }) {
          if (unscheduled === null) toast(t('outbox.sent', { label }));
          void client.invalidateQueries();
        },
      }),
    [accountId, role, client, toast, t],
  );
  useEffect(() => outbox.start(), [outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}
