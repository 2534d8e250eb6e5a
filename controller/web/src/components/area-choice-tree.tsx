import { Input, Tree } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areaTree, keysOf } from '../lib/area-tree.js';
import type { Areas } from '../lib/areas.js';
import { Empty } from './empty.js';

interface AreaChoiceTreeProps {
  areas: Areas;
  chosen: readonly string[];
  multiple: boolean;
  onPress: (areaId: string) => void;
}

/** More branches than this are opened one by one. */
const OPEN_ALL = 80;

/** Choosing places by name. */
export function AreaChoiceTree({ areas, chosen, multiple, onPress }: AreaChoiceTreeProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const tree = useMemo(() => areaTree(areas, typed), [areas, typed]);
  const all = useMemo(() => keysOf(tree), [tree]);
  const expanded = all.length <= OPEN_ALL || typed !== '' ? all : tree.map(({ key }) => key);
  const common = {
    treeData: tree,
    blockNode: true,
    defaultExpandedKeys: expanded,
    // Another search is another tree, opened anew.
    key: typed,
    height: Math.max(240, window.innerHeight - 320),
  };
  return (
    <>
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
          checkedKeys={[...chosen]}
          onCheck={(_, { node }) => onPress(node.key)}
        />
      ) : (
        <Tree {...common} selectedKeys={[...chosen]} onSelect={(_, { node }) => onPress(node.key)} />
      )}
    </>
  );
}
