import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { approvalRuleQuery, putApprovalRule, useSettingChange } from './settings.js';

/** Two pairs of eyes, unless a very small commune has only one; whoever changes it says why. */
export function ApprovalRuleCard({ communeId }: { communeId: string }) {
  const { t } = useTranslation(['admin', 'app']);
  const tell = useToast();
  const query = useQuery(approvalRuleQuery(communeId));
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useSettingChange(putApprovalRule(communeId), () => {
    setOpen(false);
    setReason('');
    tell(t('people.saved'));
  });
  return (
    <section className="card stack">
      <h2>{t('two.title')}</h2>
      <Loaded query={query}>
        {({ authorMayApprove: one }) => (
          <>
            <p>{t(one ? 'two.off' : 'two.on')}</p>
            {!open && (
              <div>
                <Button onClick={() => setOpen(true)}>{t(one ? 'two.turnOn' : 'two.turnOff')}</Button>
              </div>
            )}
            {open && (
              <form
                className="stack admin-form"
                onSubmit={(event) => {
                  event.preventDefault();
                  mutate({ authorMayApprove: !one, reason: reason.trim() });
                }}
              >
                <p>{t(one ? 'two.onAsk' : 'two.offAsk')}</p>
                <Field label={t('two.reason')}>
                  {(id) => (
                    <Input
                      id={id}
                      maxLength={300}
                      value={reason}
                      onChange={({ target }) => setReason(target.value)}
                    />
                  )}
                </Field>
                <ProblemNote error={error} />
                <div className="row">
                  <Button
                    type="primary"
                    danger={!one}
                    htmlType="submit"
                    loading={isPending}
                    disabled={reason.trim() === ''}
                  >
                    {t(one ? 'two.turnOn' : 'two.turnOff')}
                  </Button>
                  <Button onClick={() => setOpen(false)}>{t('app:act.cancel')}</Button>
                </div>
              </form>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
