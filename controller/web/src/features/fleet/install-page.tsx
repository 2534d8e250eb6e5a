import { Box, type NewBox } from '@loa/shared/api/boxes';
import type { ClusterRow } from '@loa/shared/api/clusters';
import { placePath } from '@loa/shared/place-name';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { CLUSTERS } from '../../lib/clusters.js';
import { countOf, fleetQuery } from '../../lib/fleet.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { fold } from '../../lib/search.js';
import { createCluster } from './clusters.js';
import './fleet.css';

/** The choice that means a place of loudspeakers that does not exist yet. */
const NEW = 'moi';

/** "Lắp mới": village → place → a code to type at the receiver. The choices stand in the address. */
export default function InstallPage() {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const areaId = address.get('thon');
  return (
    <PageFrame title={t('install.title')} help={t('install.help')}>
      <AreaPicker
        label={t('install.where')}
        value={areaId === null ? [] : [areaId]}
        onChange={([chosen]) => address.set({ thon: chosen ?? null, cum: null })}
      />
      {areaId === null ? <Waiting /> : <InVillage key={areaId} areaId={areaId} />}
    </PageFrame>
  );
}

/** Those that got a code and never came. */
function Waiting() {
  const { t } = useTranslation('fleet');
  const { cursor } = useListAddress();
  const fleet = useQuery(fleetQuery({ view: 'notEnrolled', cursor }));
  if (fleet.data && countOf(fleet.data, 'notEnrolled') === 0)
    return <p className="soft">{t('install.pickFirst')}</p>;
  return (
    <section className="stack">
      <h2>{t('install.waiting')}</h2>
      <PagedList query={fleet} empty={t('install.pickFirst')}>
        {(waiting) => (
          <Rows label={t('install.waiting')}>
            {waiting.map((row) => (
              <Row
                key={row.boxId}
                title={row.name}
                detail={placePath(row.areaName, row.clusterName)}
                state={<BoxTag condition={row.condition} />}
                to={`/lap-moi/${row.boxId}`}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </section>
  );
}

/** A village has a handful; whoever chose a commune with more of them chooses a village first. */
const MOST_CLUSTERS = 100;

function InVillage({ areaId }: { areaId: string }) {
  const clusters = useQuery(pagedQuery(CLUSTERS, { area: areaId, limit: MOST_CLUSTERS }));
  return <Loaded query={clusters}>{({ items }) => <InstallForm areaId={areaId} clusters={items} />}</Loaded>;
}

interface InstallFormProps {
  areaId: string;
  clusters: readonly ClusterRow[];
}

function InstallForm({ areaId, clusters }: InstallFormProps) {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const navigate = useNavigate();
  const { data: areas } = useQuery(areasQuery);
  const asked = address.get('cum');
  const chosen = clusters.some(({ id }) => id === asked) || asked === NEW ? asked : (clusters[0]?.id ?? NEW);
  const [clusterName, setClusterName] = useState('');
  const [typedName, setTypedName] = useState<string | null>(null);
  const cluster = clusters.find(({ id }) => id === chosen);
  const village = placeNameOf(areas, cluster?.areaId ?? areaId) ?? '';
  const { data: fleet } = useQuery(fleetQuery({ area: cluster?.areaId ?? areaId, limit: 1 }));
  const number = countOf(fleet, 'all') + 1;
  const name = typedName ?? t('install.boxName', { village, number });
  const { mutate, isPending, error } = useCreateBox({
    // Should the receiver be refused, the next try must not make the place a second time.
    onCluster: (id) => address.set({ cum: id }),
    onDone: (box) => void navigate(`/lap-moi/${box.id}`),
  });
  const ready = name.trim() !== '' && (cluster !== undefined || clusterName.trim() !== '');
  const elsewhere = (at: string) => (at === areaId ? '' : ` (${placeNameOf(areas, at) ?? ''})`);
  return (
    <form
      className="stack fleet-form"
      onSubmit={(event) => {
        event.preventDefault();
        const known = cluster ?? clusters.find((each) => fold(each.name) === fold(clusterName));
        const place = known ? { clusterId: known.id } : { areaId, clusterName: clusterName.trim() };
        mutate({ place, name: name.trim() });
      }}
    >
      {clusters.length === 0 && <p className="soft">{t('install.noCluster')}</p>}
      <Field label={t('clusterName')}>
        {(id) => (
          <Select
            id={id}
            value={chosen}
            onChange={(value: string | null) => address.set({ cum: value })}
            options={[
              ...clusters.map((each) => ({ value: each.id, label: `${each.name}${elsewhere(each.areaId)}` })),
              { value: NEW, label: t('install.newCluster') },
            ]}
          />
        )}
      </Field>
      {cluster === undefined && (
        <Field label={t('install.clusterName')} hint={t('install.clusterHint')}>
          {(id) => (
            <Input
              id={id}
              maxLength={120}
              value={clusterName}
              onChange={({ target }) => setClusterName(target.value)}
            />
          )}
        </Field>
      )}
      <Field label={t('install.name')}>
        {(id) => (
          <Input id={id} maxLength={120} value={name} onChange={({ target }) => setTypedName(target.value)} />
        )}
      </Field>
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" size="large" htmlType="submit" disabled={!ready} loading={isPending}>
          {t('install.code')}
        </Button>
      </div>
    </form>
  );
}

interface NewPlace {
  areaId: string;
  clusterName: string;
}

interface WhereAndName {
  place: { clusterId: string } | NewPlace;
  name: string;
}

function useCreateBox({
  onCluster,
  onDone,
}: {
  onCluster: (id: string) => void;
  onDone: (box: Box) => void;
}) {
  const client = useQueryClient();
  const create = async ({ areaId, clusterName: name }: NewPlace) => {
    const { id } = await createCluster({ areaId, name });
    await client.invalidateQueries({ queryKey: [KEYS.clusters] });
    onCluster(id);
    return id;
  };
  return useMutation({
    async mutationFn({ place, name }: WhereAndName) {
      const clusterId = 'clusterId' in place ? place.clusterId : await create(place);
      const body = { clusterId, name } satisfies Partial<NewBox>;
      return ask('POST', '/boxes', Box, { body });
    },
    onSuccess: onDone,
    onSettled() {
      for (const key of [KEYS.clusters, KEYS.boxes, KEYS.fleet])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
