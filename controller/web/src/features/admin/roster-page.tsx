import type { RosterRequest } from '@loa/shared/api/roster-requests';
import type { Person } from '@loa/shared/messages/roster';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { RequestCard } from './request-card.js';
import { requestsQuery, rosterQuery } from './roster.js';
import { CommuneChoice, useCommune } from './use-commune.js';
import './admin.css';

export default function RosterPage() {
  const { t } = useTranslation('admin');
  const { query, communes, commune } = useCommune();
  const may = useMay();
  const asks = may('account.write') || may('bulletin.approve');
  return (
    <PageFrame
      title={t('roster.title')}
      help={t('roster.help')}
      actions={
        asks &&
        commune && (
          <LinkButton type="primary" to={`/cai-dat/nguoi-duyet/moi?xa=${commune.id}`}>
            {t('roster.ask')}
          </LinkButton>
        )
      }
    >
      <Loaded query={query}>
        {() =>
          commune === null ? (
            <Empty text={t('settings.none')} />
          ) : (
            <>
              <CommuneChoice communes={communes} commune={commune} />
              <Requests communeId={commune.id} />
              <p>
                <Link to="/cai-dat/duyet-lai">{t('again.link')}</Link>
              </p>
              <InForce communeId={commune.id} />
            </>
          )
        }
      </Loaded>
    </PageFrame>
  );
}

function Requests({ communeId }: { communeId: string }) {
  const { t } = useTranslation('admin');
  const query = useQuery(requestsQuery(communeId));
  const { data: roster } = useQuery(rosterQuery(communeId));
  const names = new Map(roster?.roster.people.map(({ personId, name }) => [personId, name ?? personId]));
  const waits = ({ state }: RosterRequest) => state === 'open';
  return (
    <Loaded query={query}>
      {(requests) => (
        <section className="stack">
          <h2>{t('roster.waiting')}</h2>
          {!requests.some(waits) && <p className="soft">{t('roster.nothing')}</p>}
          {requests.filter(waits).map((each) => (
            <RequestCard key={each.id} request={each} nameOf={(id) => names.get(id) ?? id} />
          ))}
          <Closed requests={requests.filter((each) => !waits(each)).slice(0, 10)} />
        </section>
      )}
    </Loaded>
  );
}

function Closed({ requests }: { requests: readonly RosterRequest[] }) {
  const { t } = useTranslation('admin');
  const { moment } = useFormat();
  if (requests.length === 0) return null;
  return (
    <details>
      <summary>{t('roster.closed')}</summary>
      <Rows>
        {requests.map(({ id, reason, state, change, closedAt, createdAt }) => (
          <Row
            key={id}
            title={t(`kinds.${change.kind}`)}
            detail={`${reason} · ${moment(closedAt ?? createdAt)}`}
            state={<Tag tone={state === 'done' ? 'good' : 'calm'}>{t(`requestState.${state}`)}</Tag>}
          />
        ))}
      </Rows>
    </details>
  );
}

function InForce({ communeId }: { communeId: string }) {
  const { t } = useTranslation('admin');
  const { date } = useFormat();
  const query = useQuery(rosterQuery(communeId));
  return (
    <section className="stack">
      <h2>{t('roster.inForce')}</h2>
      <Loaded query={query}>
        {(stored) =>
          stored === null ? (
            <Empty text={t('roster.noneYet')} />
          ) : (
            <>
              <p className="soft">
                {t('roster.signed', { date: date(stored.roster.issuedAt), review: date(stored.reviewAt) })}
              </p>
              {stored.reviewDue && <Alert type="warning" showIcon title={t('roster.reviewDue')} />}
              <Rows label={t('roster.inForce')}>
                {stored.roster.people.map((person) => (
                  <PersonRow key={person.personId} person={person} />
                ))}
              </Rows>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function PersonRow({ person }: { person: Person }) {
  const { t } = useTranslation('admin');
  const { days: daysText } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const { personId, name, rights, retiredAt, revokedAt, keys } = person;
  const words = rights.map(({ use, areas: ids, acting }) => {
    const where = ids.map((id) => placeNameOf(areas, id) ?? '…').join(', ');
    const days = acting ? ` (KT. ${daysText(acting.from, acting.until)})` : '';
    return `${t(`use.${use}`)}: ${where}${days}`;
  });
  const live = keys.filter((key) => key.retiredAt === undefined);
  return (
    <Row
      title={name ?? personId}
      detail={words.join(' · ')}
      state={
        <>
          {revokedAt !== undefined && <Tag tone="bad">{t('roster.revoked')}</Tag>}
          {retiredAt !== undefined && <Tag tone="calm">{t('roster.retired')}</Tag>}
          {revokedAt === undefined && retiredAt === undefined && (
            <Tag tone="good">{t('roster.keys', { keys: live.length })}</Tag>
          )}
        </>
      }
    />
  );
}
