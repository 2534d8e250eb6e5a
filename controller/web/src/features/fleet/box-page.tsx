import type { Box } from '@loa/shared/api/boxes';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../lib/session.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { boxQuery } from './box.js';
import { BoxFacts } from './box-facts.js';
import { EventsCard } from './events-card.js';
import { ManageCard } from './manage-card.js';
import { SimCard } from './sim-card.js';
import { SoundCard } from './sound-card.js';
import { WhyCard } from './why-card.js';
import './fleet.css';

export default function BoxPage() {
  const { t } = useTranslation('fleet');
  const { boxId = '' } = useParams();
  const box = useQuery(boxQuery(boxId));
  return (
    <PageFrame title={box.data?.name ?? t('title')}>
      <Loaded query={box}>{(data) => <OneBox key={data.id} box={data} />}</Loaded>
    </PageFrame>
  );
}

function OneBox({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const hasPage = useHasPage();
  const inUse = box.state !== 'revoked';
  return (
    <>
      <WhyCard box={box} />
      <nav className="row" aria-label={t('links')}>
        <Link to={`/cum-loa/${box.clusterId}`}>{t('clusterLink', { name: box.clusterName })}</Link>
        {hasPage('/nhat-ky') && <Link to={`/nhat-ky?loa=${box.id}`}>{t('log')}</Link>}
        {hasPage('/lang') && <Link to={`/lang/${box.areaId}`}>{t('outlook', { name: box.areaName })}</Link>}
      </nav>
      {inUse && <SoundCard box={box} />}
      <SimCard box={box} />
      <BoxFacts box={box} />
      {may('incident.read') && <EventsCard boxId={box.id} />}
      {may('box.write') && inUse && <ManageCard box={box} />}
    </>
  );
}
