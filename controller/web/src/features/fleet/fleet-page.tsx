import type { Box } from '@loa/shared/api/boxes';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag } from '../../components/state-tag.js';
import { boxesQuery } from '../../lib/boxes.js';
import { matches } from '../../lib/search.js';
import { BOX_TONES } from '../../lib/words.js';

/** More than this at once is slow on an old phone; searching narrows it. */
const STEP = 100;

const GROUPS = {
  all: () => true,
  trouble: ({ condition }: Box) => ['bad', 'warn'].includes(BOX_TONES[condition.kind]),
  good: ({ condition }: Box) => condition.kind === 'good',
  idle: ({ condition }: Box) => BOX_TONES[condition.kind] === 'calm',
} as const;
type Group = keyof typeof GROUPS;
const GROUP_NAMES = ['all', 'trouble', 'good', 'idle'] as const satisfies readonly Group[];

export default function FleetPage() {
  const { t } = useTranslation('fleet');
  const boxes = useQuery(boxesQuery());
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <Loaded query={boxes}>{({ items }) => <Fleet boxes={items} />}</Loaded>
    </PageFrame>
  );
}

function Fleet({ boxes }: { boxes: readonly Box[] }) {
  const { t } = useTranslation(['fleet', 'app']);
  const address = useListAddress();
  const [shown, setShown] = useState(STEP);
  const typed = address.get('tim') ?? '';
  const group = GROUP_NAMES.find((name) => name === address.get('xem')) ?? 'all';
  const found = boxes
    .filter(GROUPS[group])
    .filter(({ name, areaName, clusterName }) => matches(`${name} ${areaName} ${clusterName}`, typed))
    .toSorted(byNeed);
  if (boxes.length === 0) return <Empty text={t('empty')} />;
  return (
    <>
      <div className="row not-printed">
        <Input
          className="grow"
          type="search"
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          defaultValue={typed}
          onChange={({ target }) => address.set({ tim: target.value })}
        />
        <Select
          className="grow"
          aria-label={t('show')}
          value={group}
          onChange={(value) => address.set({ xem: value === 'all' ? null : value })}
          options={GROUP_NAMES.map((name) => ({
            value: name,
            label: t(name, { count: boxes.filter(GROUPS[name]).length }),
          }))}
        />
      </div>
      {found.length === 0 && <Empty text={group === 'trouble' ? t('allGood') : t('app:list.none')} />}
      <Rows label={t('title')}>
        {found.slice(0, shown).map((box) => (
          <Row
            key={box.id}
            title={box.name}
            detail={`${box.areaName} · ${box.clusterName}`}
            state={<BoxTag condition={box.condition} />}
            to={`/loa/${box.id}`}
          />
        ))}
      </Rows>
      {found.length > shown && (
        <button type="button" className="rows-row" onClick={() => setShown(shown + STEP)}>
          {t('app:act.more')}
        </button>
      )}
    </>
  );
}

const URGENCY = { bad: 0, warn: 1, busy: 2, good: 3, calm: 4 } as const;
const ORDER = new Intl.Collator('vi', { numeric: true });

/** What needs somebody stands first, then by place and name. */
function byNeed(a: Box, b: Box): number {
  const need = URGENCY[BOX_TONES[a.condition.kind]] - URGENCY[BOX_TONES[b.condition.kind]];
  return need || ORDER.compare(`${a.areaName} ${a.name}`, `${b.areaName} ${b.name}`);
}
