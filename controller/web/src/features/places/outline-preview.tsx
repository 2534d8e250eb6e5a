import type { OutlinePreview, OutlineRow } from '@loa/shared/api/outlines';
import { Alert, Button } from 'antd';
import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { Tag } from '../../components/state-tag.js';
import { lazily } from '../../lib/lazily.js';
import { useFormat } from '../../lib/use-format.js';
import type { Tone } from '../../lib/words.js';
import { previewMarks, previewShapes } from './outline-shapes.js';
import '../../components/rows.css';

const AreaMap = lazily(() => import('../../components/map/area-map.js'));

const TONES: Readonly<Record<OutlineRow['outcome'], Tone>> = { new: 'good', replace: 'busy', bad: 'bad' };

interface OutlinePreviewViewProps {
  preview: OutlinePreview;
  busy: boolean;
  error: unknown;
  onApply: () => void;
}

/** How a file was understood: drawn, and shape by shape in words, what is wrong first. */
export function OutlinePreviewView({ preview, busy, error, onApply }: OutlinePreviewViewProps) {
  const { t } = useTranslation('places');
  const { counts, fileName, rows } = preview;
  const shapes = useMemo(() => previewShapes(rows), [rows]);
  const marks = useMemo(() => previewMarks(rows), [rows]);
  const badFirst = [...rows].sort((a, b) => Number(b.outcome === 'bad') - Number(a.outcome === 'bad'));
  const good = counts.new + counts.replace;
  return (
    <section className="stack" aria-label={t('outline.preview')}>
      <h2>{t('outline.preview')}</h2>
      <p>{t('outline.read', { file: fileName, count: rows.length })}</p>
      {shapes.length > 0 && (
        <Suspense fallback={<Skeleton />}>
          <AreaMap label={t('outline.previewLabel')} marks={marks} shapes={shapes} view={preview.id} />
        </Suspense>
      )}
      {counts.bad > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('outline.bad', { count: counts.bad })}
          description={t('outline.badText')}
        />
      )}
      <ul className="rows" aria-label={t('outline.rows')}>
        {badFirst.map((row) => (
          <PreviewRow key={row.number} row={row} />
        ))}
      </ul>
      {counts.replace > 0 && <p>{t('outline.replaces', { count: counts.replace })}</p>}
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" size="large" disabled={good === 0} loading={busy} onClick={onApply}>
          {good === 0 ? t('outline.nothing') : t('outline.apply', { count: good })}
        </Button>
      </div>
    </section>
  );
}

function PreviewRow({ row }: { row: OutlineRow }) {
  const { t } = useTranslation('places');
  const { number: written } = useFormat();
  const { number, label, area, outcome, problem, notes, points } = row;
  const named = label ?? t('outline.nameless');
  // A few corners less are nothing to speak of.
  const simpler = points.kept > 0 && points.kept < points.read * 0.8;
  return (
    <li className="card rows-read" data-outcome={outcome}>
      <div className="row">
        <strong>{area?.name ?? t('outline.row', { number, name: named })}</strong>
        <Tag tone={TONES[outcome]}>{t(`outline.outcome.${outcome}`)}</Tag>
      </div>
      {area && <p className="soft small">{t('outline.row', { number, name: named })}</p>}
      {problem !== null && <p className="places-problem">{problem}</p>}
      {notes.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {simpler && (
        <p className="soft small">
          {t('outline.simpler', { read: written(points.read), kept: written(points.kept) })}
        </p>
      )}
    </li>
  );
}
