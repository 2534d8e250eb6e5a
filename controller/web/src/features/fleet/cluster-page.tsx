import type { Cluster } from '@loa/shared/api/clusters';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { fleetQuery } from '../../lib/fleet.js';
import { useMay } from '../../lib/session.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { ClusterCard } from './cluster-card.js';
import { clusterQuery } from './clusters.js';
import { ContactCard } from './contact-card.js';
import { FleetTags } from './fleet-tags.js';
import { NeighboursCard } from './neighbours-card.js';
import { RulesCard } from './rules-card.js';
import './fleet.css';

/** More receivers hang at no one place. */
const MOST_BOXES = 100;

/** The loudspeakers of one place: where, whom to call, which receivers, who must not be disturbed. */
export default function ClusterPage() {
  const { t } = useTranslation('fleet');
  const { clusterId = '' } = useParams();
  const cluster = useQuery(clusterQuery(clusterId));
  const { data: areas } = useQuery(areasQuery);
  const name = cluster.data && placePath(placeNameOf(areas, cluster.data.areaId) ?? '', cluster.data.name);
  return (
    <PageFrame title={name ?? t('cluster.title')}>
      <Loaded query={cluster}>{(data) => <OneCluster key={data.id} cluster={data} />}</Loaded>
    </PageFrame>
  );
}

function OneCluster({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('fleet');
  const hasPage = useHasPage();
  return (
    <>
      <ContactCard clusterId={cluster.id} />
      <Boxes cluster={cluster} />
      <ClusterCard cluster={cluster} />
      <NeighboursCard cluster={cluster} />
      <RulesCard cluster={cluster} />
      {hasPage('/lang') && <Link to={`/lang/${cluster.areaId}`}>{t('outlookHere')}</Link>}
    </>
  );
}

function Boxes({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const fleet = useQuery(fleetQuery({ area: cluster.areaId, cluster: cluster.id, limit: MOST_BOXES }));
  return (
    <section className="stack">
      <h2>{t('cluster.boxes')}</h2>
      <Loaded query={fleet}>
        {({ items }) => {
          if (items.length === 0) return <p className="card soft">{t('cluster.noBoxes')}</p>;
          return (
            <Rows label={t('cluster.boxes')}>
              {items.map((row) => (
                <Row
                  key={row.boxId}
                  title={row.name}
                  state={<FleetTags row={row} />}
                  to={`/loa/${row.boxId}`}
                />
              ))}
            </Rows>
          );
        }}
      </Loaded>
      {may('box.write') && (
        <div className="row">
          <LinkButton to={`/lap-moi?thon=${cluster.areaId}&cum=${cluster.id}`}>
            {t('cluster.addBox')}
          </LinkButton>
        </div>
      )}
    </section>
  );
}
