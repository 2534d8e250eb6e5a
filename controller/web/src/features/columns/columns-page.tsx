import type { Column } from '@loa/shared/api/columns';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Tag } from '../../components/state-tag.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { ColumnDialog } from './column-dialog.js';
import { columnsQuery } from './columns.js';

/** The headings under which a commune speaks, and how much it says under each. */
export default function ColumnsPage() {
  const { t } = useTranslation('columns');
  const may = useMay();
  const { get, cursor } = useListAddress();
  const q = get('tim');
  const columns = useQuery(columnsQuery({ q, cursor }));
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
      <ListSearch label={t('search')} />
      <PagedList query={columns} empty={t(q === null ? 'none' : 'notFound')}>
        {(items) => (
          <ul className="stack" aria-label={t('title')}>
            {items.map((column) => (
              <OneColumn
                key={`${column.id} ${column.name}`}
                column={column}
                onEdit={edits ? () => setOpen({ column }) : null}
              />
            ))}
          </ul>
        )}
      </PagedList>
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
