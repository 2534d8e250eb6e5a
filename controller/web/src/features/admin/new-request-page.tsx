import type { Area } from '@loa/shared/api/areas';
import { RightUse } from '@loa/shared/messages/use';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { chosenAround } from '../../lib/area-tree.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { type Draft, useDraft } from '../../lib/drafts.js';
import { dayOf } from '../../lib/format.js';
import { lazily } from '../../lib/lazily.js';
import { useMe } from '../../lib/session.js';
import { AccountChoice } from './account-choice.js';
import { createRequest, rosterQuery } from './roster.js';
import { changeOf, EMPTY_CHANGE, FIELDS, KINDS, rightsOf, TypedChange } from './roster-change.js';
import { useSettingChange } from './settings.js';
import { useCommune } from './use-commune.js';
import './admin.css';

const DateField = lazily(() => import('../../components/date-field.js'));

export default function NewRequestPage() {
  // From the page of a merger: what is to be signed is known.
  const merged = useListAddress().get('sapnhap') ?? '';
  return <NewRequest key={merged} merged={merged} />;
}

function NewRequest({ merged }: { merged: string }) {
  const { t } = useTranslation('admin');
  const { accountId } = useMe();
  const { query, commune } = useCommune();
  const begin: TypedChange = merged === '' ? EMPTY_CHANGE : { ...EMPTY_CHANGE, kind: 'merge', merged };
  const draft = useDraft(`${accountId}/roster/new${merged}`, TypedChange, begin);
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
    await draft.sent();
    await navigate(`/cai-dat/nguoi-duyet?xa=${commune.id}`);
  });
  const { change: put } = draft;
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
      {fields.merged && (
        <MergedChoice communeId={commune.id} value={typed.merged} onChange={(merged) => put({ merged })} />
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

interface MergedChoiceProps {
  communeId: string;
  value: string;
  onChange: (areaId: string) => void;
}

/** Villages that became part of others, which the list of approvers does not say yet. */
function MergedChoice({ communeId, value, onChange }: MergedChoiceProps) {
  const { t } = useTranslation(['admin', 'app']);
  const { data: areas } = useQuery(areasQuery);
  const { data: stored } = useQuery(rosterQuery(communeId));
  const unsaid = (areas ?? []).filter(
    ({ id, level, mergedInto }) =>
      level === 'village' &&
      mergedInto !== null &&
      stored?.roster.successors[id] === undefined &&
      chosenAround(areas ?? [], [communeId], id) !== null,
  );
  return (
    <Field label={t('roster.merged')}>
      {(id) => (
        <Select
          id={id}
          value={unsaid.some((each) => each.id === value) ? value : null}
          placeholder={t(unsaid.length === 0 ? 'roster.noneMerged' : 'app:act.choose')}
          options={unsaid.map((area) => ({
            value: area.id,
            label: t('roster.mergedInto', {
              from: placeName(area),
              to: placeNameOf(areas, area.mergedInto ?? '') ?? '…',
            }),
          }))}
          onChange={(next: string | null) => onChange(next ?? '')}
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
