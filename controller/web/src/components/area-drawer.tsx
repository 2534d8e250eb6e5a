import { Button, Drawer, Input, Tree } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areaTree, keysOf, outermost } from '../lib/area-tree.js';
import type { Areas } from '../lib/areas.js';
import { Empty } from './empty.js';

export interface AreaDrawerProps {
  title: string;
  areas: Areas;
  value: readonly string[];
  multiple: boolean;
  onDone: (chosen: string[]) => void;
  onClose: () => void;
}

/** More branches than this are opened one by one. */
const OPEN_ALL = 80;

export default function AreaDrawer({ title, areas, value, multiple, onDone, onClose }: AreaDrawerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string[]>([...value]);
  const tree = useMemo(() => areaTree(areas, typed), [areas, typed]);
  const all = useMemo(() => keysOf(tree), [tree]);
  const expanded = all.length <= OPEN_ALL || typed !== '' ? all : tree.map(({ key }) => key);
  const check = (keys: readonly (string | number | bigint)[]) =>
    setChosen(outermost(areas, keys.map(String)));
  const common = {
    treeData: tree,
    blockNode: true,
    defaultExpandedKeys: expanded,
    // Another search is another tree, opened anew.
    key: typed,
    height: Math.max(240, window.innerHeight - 260),
  };
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
            <span className="soft">{t('area.chosen', { count: chosen.length })}</span>
          </div>
        )
      }
    >
      <div className="stack">
        <Input.Search
          allowClear
          aria-label={t('area.search')}
          placeholder={t('area.search')}
          onChange={({ target }) => setTyped(target.value)}
        />
        {tree.length === 0 && <Empty text={t('list.none')} />}
        {multiple ? (
          <Tree
            {...common}
            checkable
            checkStrictly
            selectable={false}
            checkedKeys={chosen}
            onCheck={(keys) => check(Array.isArray(keys) ? keys : keys.checked)}
          />
        ) : (
          <Tree {...common} selectedKeys={[...value]} onSelect={(keys) => onDone(keys.map(String))} />
        )}
      </div>
    </Drawer>
  );
}
