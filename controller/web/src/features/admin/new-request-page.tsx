import type { Area } from '@loa/shared/api/areas';
import { RightUse } from '@loa/shared/messages/use';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { type Draft, useDraft } from '../../lib/drafts.js';
import { dayOf } from '../../lib/format.js';
import { useMe } from '../../lib/session.js';
import { AccountChoice } from './account-choice.js';
import { createRequest, rosterQuery } from './roster.js';
import { changeOf, EMPTY_CHANGE, FIELDS, KINDS, rightsOf, TypedChange } from './roster-change.js';
import { useSettingChange } from './settings.js';
import { useCommune } from './use-commune.js';
import './admin.css';

const DateField = lazy(() => import('../../components/date-field.js'));

export default function NewRequestPage() {
  const { t } = useTranslation('admin');
  const { accountId } = useMe();
  const { query, commune } = useCommune();
  const draft = useDraft(`${accountId}/roster/new`, TypedChange, EMPTY_CHANGE);
  return (
    <PageFrame title={t('roster.ask')} help={t('roster.askHelp')}>
      <Loaded query={query}>
        {() => {
          if (commune === null) return <Empty text={t('settings.none')} />;
          return draft.value === null ? (
            <Skeleton />
          ) : (
            <Form commune={commune} typed={draft.value} draft={draft} />
          );
        }}
      </Loaded>
    </PageFrame>
  );
}

interface FormProps {
  commune: Area;
  typed: TypedChange;
  draft: Draft<TypedChange>;
}

function Form({ commune, typed, draft }: FormProps) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const { mutate, isPending, error } = useSettingChange(createRequest, async () => {
    await draft.clear();
    await navigate(`/cai-dat/nguoi-duyet?xa=${commune.id}`);
  });
  const put = (part: Partial<TypedChange>) => draft.set({ ...typed, ...part });
  const fields = FIELDS[typed.kind];
  const change = changeOf(typed, { communeId: commune.id, dayOf });
  const reason = typed.reason.trim();
  return (
    <form
      className="card stack admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== null) mutate({ communeId: commune.id, change, reason });
      }}
    >
      <Field label={t('roster.what1')} hint={t(`kindHelp.${typed.kind}`)}>
        {(id) => (
          <Select
            id={id}
            value={typed.kind}
            options={KINDS.map((each) => ({ value: each, label: t(`kinds.${each}`) }))}
            onChange={(kind: TypedChange['kind']) => put({ kind, personId: '' })}
          />
        )}
      </Field>
      {fields.person && <PersonChoice commune={commune} typed={typed} onChange={put} />}
      {fields.account && (
        <AccountChoice
          label={t(typed.kind === 'deputy' ? 'roster.deputyAccount' : 'roster.account')}
          value={typed.accountId}
          onChange={(accountId) => put({ accountId })}
        />
      )}
      {fields.uses && <Uses value={typed.uses} onChange={(uses) => put({ uses })} />}
      {fields.areas && (
        <AreaPicker
          multiple
          label={t('roster.where')}
          value={typed.areas.length > 0 ? typed.areas : [commune.id]}
          onChange={(areas) => put({ areas: areas.includes(commune.id) ? [] : areas })}
        />
      )}
      {fields.former && <Former value={typed.former} onChange={(former) => put({ former })} />}
      {fields.dates && (
        <Suspense fallback={<Skeleton lines={1} />}>
          <div className="row">
            <DateField
              label={t('deputy.from')}
              value={typed.from || null}
              onChange={(from) => put({ from: from ?? '' })}
            />
            <DateField
              label={t('deputy.until')}
              value={typed.until || null}
              onChange={(until) => put({ until: until ?? '' })}
            />
          </div>
        </Suspense>
      )}
      <Field label={t('roster.reason')} hint={t('roster.reasonHelp')}>
        {(id) => (
          <Input
            id={id}
            maxLength={500}
            value={typed.reason}
            onChange={({ target }) => put({ reason: target.value })}
          />
        )}
      </Field>
      <ProblemNote error={error} />
      <div>
        <Button
          type="primary"
          htmlType="submit"
          loading={isPending}
          disabled={change === null || reason === ''}
        >
          {t('roster.send')}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  commune: Area;
  typed: TypedChange;
  onChange: (part: Partial<TypedChange>) => void;
}

function PersonChoice({ commune, typed, onChange }: PartProps) {
  const { t } = useTranslation(['admin', 'app']);
  const { data: stored } = useQuery(rosterQuery(commune.id));
  const people = (stored?.roster.people ?? []).filter(
    ({ retiredAt, revokedAt }) => retiredAt === undefined && revokedAt === undefined,
  );
  const choose = (personId?: string) => {
    const person = people.find((each) => each.personId === personId);
    const begin = person && typed.kind === 'rights' ? rightsOf(person, commune.id) : {};
    onChange({ personId: personId ?? '', ...begin });
  };
  return (
    <Field label={t(typed.kind === 'deputy' ? 'deputy.who' : 'roster.person')}>
      {(id) => (
        <Select
          id={id}
          value={typed.personId || null}
          placeholder={t('app:act.choose')}
          options={people.map(({ personId, name }) => ({ value: personId, label: name ?? personId }))}
          onChange={choose}
        />
      )}
    </Field>
  );
}

function Uses({ value, onChange }: { value: RightUse[]; onChange: (next: RightUse[]) => void }) {
  const { t } = useTranslation('admin');
  return (
    <fieldset className="admin-fieldset">
      <legend>{t('roster.uses')}</legend>
      <Checkbox.Group<RightUse>
        className="admin-checks"
        value={value}
        options={RightUse.options.map((each) => ({ value: each, label: t(`use.${each}`) }))}
        onChange={onChange}
      />
    </fieldset>
  );
}

function Former({
  value,
  onChange,
}: {
  value: TypedChange['former'];
  onChange: (next: TypedChange['former']) => void;
}) {
  const { t } = useTranslation('admin');
  return (
    <>
      <Field label={t('former.label')}>
        {(id) => (
          <Select
            id={id}
            value={value}
            options={(['lost', 'stolen', 'kept'] as const).map((each) => ({
              value: each,
              label: t(`former.${each}`),
            }))}
            onChange={onChange}
          />
        )}
      </Field>
      {value === 'stolen' && <Alert type="warning" showIcon title={t('former.falls')} />}
    </>
  );
}
