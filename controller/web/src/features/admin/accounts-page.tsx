import type { Account } from '@loa/shared/api/accounts';
import { Role } from '@loa/shared/api/role';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.js';
import { ListFilter } from '../../components/list-filter.js';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { ACCOUNTS } from './accounts.js';
import './admin.css';

export default function AccountsPage() {
  const { t } = useTranslation(['admin', 'app']);
  const { get, cursor } = useListAddress();
  const role = Role.safeParse(get('vt')).data ?? null;
  const state = get('tt') === 'khoa' ? 'disabled' : 'active';
  const query = useQuery(pagedQuery(ACCOUNTS, { q: get('tim'), role, state, cursor }));
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
        <ListSearch label={t('people.search')} />
        <ListFilter
          name="vt"
          label={t('people.role')}
          usual={t('people.anyRole')}
          options={Role.options.map((value) => ({ value, label: t(`app:role.${value}`) }))}
        />
        <ListFilter
          name="tt"
          label={t('people.state')}
          usual={t('people.active')}
          options={[{ value: 'khoa', label: t('people.disabled') }]}
        />
      </div>
      <PagedList query={query} empty={t('app:list.none')}>
        {(accounts) => <People accounts={accounts} />}
      </PagedList>
    </PageFrame>
  );
}

function People({ accounts }: { accounts: readonly Account[] }) {
  const { t } = useTranslation(['admin', 'app']);
  const { data: areas } = useQuery(areasQuery);
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
