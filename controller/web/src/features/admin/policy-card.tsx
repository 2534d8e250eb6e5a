import { Role } from '@loa/shared/api/role';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { policyQuery, putPolicy, useSettingChange } from './settings.js';

/** Which roles prove themselves by more than a password. `whole`: this admin looks after the whole controller. */
export function PolicyCard({ whole }: { whole: boolean }) {
  const { t } = useTranslation(['admin', 'app']);
  const query = useQuery(policyQuery);
  const [editing, setEditing] = useState(false);
  return (
    <section className="card stack">
      <h2>{t('policy.title')}</h2>
      <Loaded query={query}>
        {({ secondFactorFor }) =>
          editing ? (
            <Edit before={secondFactorFor} onDone={() => setEditing(false)} />
          ) : (
            <>
              <p>
                {secondFactorFor.length === 0
                  ? t('policy.nobody')
                  : t('policy.roles', {
                      roles: secondFactorFor.map((each) => t(`app:role.${each}`)).join(', '),
                    })}
              </p>
              {whole ? (
                <div>
                  <Button onClick={() => setEditing(true)}>{t('policy.change')}</Button>
                </div>
              ) : (
                <p className="soft small">{t('policy.above')}</p>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Edit({ before, onDone }: { before: Role[]; onDone: () => void }) {
  const { t } = useTranslation(['admin', 'app']);
  const tell = useToast();
  const [roles, setRoles] = useState(before);
  const { mutate, isPending, error } = useSettingChange(putPolicy, () => {
    tell(t('people.saved'));
    onDone();
  });
  return (
    <>
      <p>{t('policy.ask')}</p>
      <Checkbox.Group<Role>
        className="admin-checks"
        value={roles}
        options={Role.options.map((each) => ({ value: each, label: t(`app:role.${each}`) }))}
        onChange={setRoles}
      />
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" loading={isPending} onClick={() => mutate({ secondFactorFor: roles })}>
          {t('app:act.save')}
        </Button>
        <Button onClick={onDone}>{t('app:act.cancel')}</Button>
      </div>
    </>
  );
}
