import type { ImportPreview, ImportRow } from '@loa/shared/api/imports';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import '../../components/rows.css';
import { OUTCOMES, type Outcome, rowsOn, TONES } from './list-rows.js';

/** More at once is slow on an old phone. */
const ON_A_PAGE = 50;

interface PreviewViewProps {
  preview: ImportPreview;
  busy: boolean;
  error: unknown;
  onApply: () => void;
}

/** How a file was understood, row by row: what is wrong, in words, stands first. */
export function PreviewView({ preview, busy, error, onApply }: PreviewViewProps) {
  const { t } = useTranslation(['lists', 'app']);
  const [asking, setAsking] = useState(false);
  const { counts, fileName, sheet } = preview;
  const good = counts.create + counts.change;
  return (
    <section className="stack" aria-label={t('preview')}>
      <h2>{t('preview')}</h2>
      <p>{t('read', { file: fileName, sheet, count: preview.rows.length })}</p>
      <Columns headers={preview.headers} />
      {counts.bad > 0 && (
        <Alert type="warning" showIcon title={t('bad', { count: counts.bad })} description={t('badText')} />
      )}
      <ImportRows preview={preview} />
      <ProblemNote error={asking ? null : error} />
      <div className="row">
        <Button type="primary" size="large" disabled={good === 0} onClick={() => setAsking(true)}>
          {good === 0 ? t('nothing') : t('apply', { count: good })}
        </Button>
      </div>
      <Dialog
        open={asking}
        title={t('ask')}
        okText={t('apply', { count: good })}
        okButtonProps={{ autoFocus: true }}
        cancelText={t('app:act.cancel')}
        closable={false}
        confirmLoading={busy}
        onOk={onApply}
        onCancel={() => setAsking(false)}
      >
        <div className="stack">
          <p>{t(`askText.${preview.kind}`, { create: counts.create, change: counts.change })}</p>
          {counts.bad > 0 && <p>{t('askLeft', { count: counts.bad })}</p>}
          <p>{t('silentStays')}</p>
          <ProblemNote error={error} />
        </div>
      </Dialog>
    </section>
  );
}

function Columns({ headers }: Pick<ImportPreview, 'headers'>) {
  const { t } = useTranslation('lists');
  const written = headers.filter((header) => header.written.trim() !== '');
  return (
    <details className="card" open={written.some(({ takenFor }) => takenFor === null)}>
      <summary>{t('columns')}</summary>
      <ul className="lists-columns">
        {written.map(({ written: name, takenFor }) => (
          <li key={name}>
            “{name}” → {takenFor ?? <span className="soft">{t('unused')}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function ImportRows({ preview: { rows, counts } }: { preview: ImportPreview }) {
  const { t } = useTranslation('lists');
  const address = useListAddress();
  const outcome = OUTCOMES.find((name) => name === address.get('xem')) ?? null;
  const { items, pages, page } = rowsOn(rows, outcome, Number(address.cursor ?? 0) || 0, ON_A_PAGE);
  return (
    <>
      <Select
        aria-label={t('show')}
        value={outcome ?? 'all'}
        onChange={(value: Outcome | 'all') => address.set({ xem: value === 'all' ? null : value })}
        options={[
          { value: 'all', label: t('all', { count: rows.length }) },
          ...OUTCOMES.filter((name) => counts[name] > 0).map((name) => ({
            value: name,
            label: t(`outcomes.${name}`, { count: counts[name] }),
          })),
        ]}
      />
      <ul className="rows" aria-label={t('preview')}>
        {items.map((row) => (
          <PreviewRow key={row.row} row={row} />
        ))}
      </ul>
      <Pager cursor={page === 0 ? null : String(page)} next={page + 1 < pages ? String(page + 1) : null} />
    </>
  );
}

function PreviewRow({ row: { row, outcome, cells, errors, notes } }: { row: ImportRow }) {
  const { t } = useTranslation('lists');
  const told = Object.entries(cells).filter(([, value]) => value !== '');
  return (
    <li className="card rows-read" data-outcome={outcome}>
      <div className="row">
        <strong>{t('row', { row })}</strong>
        <Tag tone={TONES[outcome]}>{t(`outcome.${outcome}`)}</Tag>
      </div>
      <p className="small">{told.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>
      {errors.length > 0 && (
        <ul className="lists-errors">
          {errors.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {notes.map((text) => (
        <p key={text} className="soft small">
          {text}
        </p>
      ))}
    </li>
  );
}
