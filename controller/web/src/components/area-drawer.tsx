import { CloseOutlined } from '@ant-design/icons';
import { Button, Drawer, Segmented } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areaTree, toggled } from '../lib/area-tree.js';
import { type Areas, placeNameOf } from '../lib/areas.js';
import { lazily } from '../lib/lazily.js';
import { useFocusBack } from '../lib/use-focus-back.js';
import { AreaChoiceTree } from './area-choice-tree.js';
import { Skeleton } from './skeleton.js';

const AreaChoiceMap = lazily(() => import('./area-choice-map.js'));

export interface AreaDrawerProps {
  title: string;
  areas: Areas;
  value: readonly string[];
  multiple: boolean;
  onDone: (chosen: string[]) => void;
  onClose: () => void;
}

/** Where: from a tree of names or on a map, as one likes; both choose the same. */
export default function AreaDrawer({ title, areas, value, multiple, onDone, onClose }: AreaDrawerProps) {
  const { t } = useTranslation();
  useFocusBack(true);
  const [way, setWay] = useState<'list' | 'map'>('list');
  const [chosen, setChosen] = useState<string[]>([...value]);
  // From what is chosen then: two quick touches are two.
  const press = (id: string) => (multiple ? setChosen((before) => toggled(areas, before, id)) : onDone([id]));
  const choice = { areas, chosen, multiple, onPress: press };
  return (
    <Drawer
      open
      title={title}
      size="large"
      onClose={onClose}
      footer={
        multiple && (
          <div className="row">
            <Button type="primary" disabled={chosen.length === 0} onClick={() => onDone(chosen)}>
              {t('act.done')}
            </Button>
            <span className="soft" role="status">
              {t('area.chosen', { count: chosen.length })}
            </span>
          </div>
        )
      }
    >
      <div className="stack">
        <Segmented
          block
          size="large"
          aria-label={t('area.how')}
          value={way}
          onChange={setWay}
          options={[
            { value: 'list', label: t('area.byList') },
            { value: 'map', label: t('area.byMap') },
          ]}
        />
        {way === 'list' ? (
          <AreaChoiceTree {...choice} />
        ) : (
          <>
            {multiple && <Chosen {...choice} />}
            <Suspense fallback={<Skeleton />}>
              <AreaChoiceMap {...choice} />
            </Suspense>
          </>
        )}
      </div>
    </Drawer>
  );
}

interface ChosenProps {
  areas: Areas;
  chosen: readonly string[];
  onPress: (areaId: string) => void;
}

/** By name what the map shows by a sign, and all of one's own place, which no mark stands for. */
function Chosen({ areas, chosen, onPress }: ChosenProps) {
  const { t } = useTranslation();
  const wholes = areaTree(areas, '').filter(
    ({ key, children }) => children.length > 0 && !chosen.includes(key),
  );
  return (
    <ul className="row area-chosen" aria-label={t('area.chosenList')}>
      {chosen.map((id) => {
        const place = placeNameOf(areas, id) ?? '…';
        return (
          <li key={id}>
            <Button
              icon={<CloseOutlined aria-hidden />}
              iconPlacement="end"
              aria-label={t('area.remove', { place })}
              onClick={() => onPress(id)}
            >
              {place}
            </Button>
          </li>
        );
      })}
      {wholes.map(({ key, title }) => (
        <li key={key}>
          <Button type="dashed" onClick={() => onPress(key)}>
            {t('area.all', { name: title })}
          </Button>
        </li>
      ))}
    </ul>
  );
}
