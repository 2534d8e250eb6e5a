import type { Column } from '@loa/shared/api/columns';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Tag } from '../../components/state-tag.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { matches } from '../../lib/search.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { ColumnDialog } from './column-dialog.js';
import { columnsQuery, inOrder } from './columns.js';

/** The headings under which a commune speaks, and how much it says under each. */
export default function ColumnsPage() {
  const { t } = useTranslation('columns');
  const may = useMay();
  const columns = useQuery(columnsQuery);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<{ column: Column | null } | null>(null);
  const edits = may('wording.write');
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        edits && (
          <Button type="primary" onClick={() => setOpen({ column: null })}>
            {t('add')}
          </Button>
        )
      }
    >
      <Input
        allowClear
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Loaded query={columns}>
        {({ items }) => {
          const found = inOrder(items.filter(({ name }) => matches(name, typed)));
          if (found.length === 0) return <Empty text={t(items.length === 0 ? 'none' : 'notFound')} />;
          return (
            <ul className="stack" aria-label={t('title')}>
              {found.map((column) => (
                <OneColumn
                  key={`${column.id} ${column.name}`}
                  column={column}
                  onEdit={edits ? () => setOpen({ column }) : null}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {open && <ColumnDialog column={open.column} onClose={() => setOpen(null)} />}
    </PageFrame>
  );
}

function OneColumn({ column, onEdit }: { column: Column; onEdit: (() => void) | null }) {
  const { t } = useTranslation('columns');
  const { date } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const { id, name, description, areaId, bulletins, newestAt, archivedAt } = column;
  const newest = newestAt === null ? '' : ` · ${t('newest', { date: date(newestAt) })}`;
  return (
    <li className="card row">
      <div className="grow">
        <strong>{name}</strong> {archivedAt !== null && <Tag tone="calm">{t('suspended')}</Tag>}
        {id === null && <Tag tone="warn">{t('unregistered')}</Tag>}
        {description !== null && <p>{description}</p>}
        <p className="soft small">
          {areaId !== null && `${placeNameOf(areas, areaId) ?? t('above')} · `}
          {bulletins === 0 ? (
            t('noBulletins')
          ) : (
            <Link to={`/ban-tin?${new URLSearchParams({ muc: name })}`}>
              {t('bulletins', { count: bulletins })}
            </Link>
          )}
          {newest}
        </p>
      </div>
      {onEdit && (
        <Button aria-label={`${t(id === null ? 'register' : 'edit')}: ${name}`} onClick={onEdit}>
          {t(id === null ? 'register' : 'change')}
        </Button>
      )}
    </li>
  );
}
