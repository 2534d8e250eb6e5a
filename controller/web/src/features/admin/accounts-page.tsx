import type { Account } from '@loa/shared/api/accounts';
import { Role } from '@loa/shared/api/role';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { matches } from '../../lib/search.js';
import { accountsQuery } from './accounts.js';
import './admin.css';

export default function AccountsPage() {
  const { t } = useTranslation(['admin', 'app']);
  const { get, set } = useListAddress();
  const query = useQuery(accountsQuery);
  const role = Role.safeParse(get('vt')).data ?? null;
  const who = get('ai') ?? '';
  const left = get('tt') === 'khoa';
  const fits = (each: Account) =>
    (each.disabledAt !== null) === left &&
    (role === null || each.role === role) &&
    (matches(each.name, who) || matches(each.login, who));
  return (
    <PageFrame
      title={t('app:menu.accounts')}
      help={t('people.help')}
      actions={
        <LinkButton type="primary" to="/tai-khoan/moi">
          {t('people.invite')}
        </LinkButton>
      }
    >
      <div className="row">
        <div className="grow">
          <Input.Search
            allowClear
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            defaultValue={who}
            onChange={({ target }) => set({ ai: target.value })}
          />
        </div>
        <Select
          className="admin-filter"
          aria-label={t('people.role')}
          value={role ?? ''}
          options={[
            { value: '', label: t('people.anyRole') },
            ...Role.options.map((each) => ({ value: each as string, label: t(`app:role.${each}`) })),
          ]}
          onChange={(next) => set({ vt: next })}
        />
        <Select
          className="admin-filter"
          aria-label={t('people.state')}
          value={left ? 'khoa' : ''}
          options={[
            { value: '', label: t('people.active') },
            { value: 'khoa', label: t('people.disabled') },
          ]}
          onChange={(next) => set({ tt: next })}
        />
      </div>
      <Loaded query={query}>{(accounts) => <People accounts={accounts.filter(fits)} />}</Loaded>
    </PageFrame>
  );
}

function People({ accounts }: { accounts: readonly Account[] }) {
  const { t } = useTranslation(['admin', 'app']);
  const { data: areas } = useQuery(areasQuery);
  if (accounts.length === 0) return <Empty text={t('app:list.none')} />;
  return (
    <Rows label={t('app:menu.accounts')}>
      {accounts.map(({ id, name, login, role, areaId, invited, disabledAt, deputy }) => (
        <Row
          key={id}
          to={`/tai-khoan/${id}`}
          title={name}
          detail={[t(`app:role.${role}`), placeNameOf(areas, areaId), login].filter(Boolean).join(' · ')}
          state={
            <>
              {deputy && <Tag tone="busy">{t('people.deputy')}</Tag>}
              {disabledAt !== null && <Tag tone="calm">{t('people.disabled')}</Tag>}
              {disabledAt === null && invited && <Tag tone="warn">{t('people.invited')}</Tag>}
            </>
          }
        />
      ))}
    </Rows>
  );
}
