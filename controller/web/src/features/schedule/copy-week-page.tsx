import type { SchedulePreview } from '@loa/shared/api/schedules';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { ask } from '../../lib/api.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { KEYS } from '../../lib/keys.js';
import { newScheduleId } from '../../lib/new-schedule-id.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { type Copy, copiesOf, movedTo } from './copy-week.js';
import { PreviewView, queues } from './preview.js';
import { previewQuery } from './schedules.js';
import { addDays, mondayOf, WEEK_DAYS, weekQuery } from './week.js';
import './copy-week.css';

/** What last week had only once, into this one: looked at line by line, then the good ones saved. */
export default function CopyWeekPage() {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  const me = useMe();
  const { get } = useListAddress();
  const areaId = get('noi') ?? me.areaId;
  const monday = mondayOf(/^\d{4}-\d\d-\d\d$/.exec(get('tuan') ?? '')?.[0] ?? civilDate(now()));
  const before = useQuery(weekQuery(areaId, addDays(monday, -WEEK_DAYS)));
  const here = useQuery(weekQuery(areaId, monday));
  const [ids] = useState(() => new Map<string, string>());
  const idOf = ({ id }: { id: string }) => {
    const known = ids.get(id) ?? newScheduleId();
    ids.set(id, known);
    return known;
  };
  const to = `${date(monday).slice(0, 5)} – ${date(addDays(monday, WEEK_DAYS - 1))}`;
  const onDone = useDone(areaId, monday);
  return (
    <PageFrame title={t('copy.title', { to })} help={t('copy.help')}>
      <Loaded query={before}>
        {(week) => (
          <Loaded query={here}>
            {(next) => {
              const copies = copiesOf(week, next, idOf);
              if (copies.length === 0) return <Empty text={t('copy.empty')} />;
              return <Copies key={monday} copies={copies} onDone={onDone} />;
            }}
          </Loaded>
        )}
      </Loaded>
    </PageFrame>
  );
}

function useDone(areaId: string, monday: string) {
  const { t } = useTranslation('schedule');
  const toast = useToast();
  const navigate = useNavigate();
  return (count: number) => {
    toast(t('copy.done', { count }));
    void navigate(`/lich-phat?${new URLSearchParams({ noi: areaId, ngay: monday })}`);
  };
}

type Outcome = { ok: true } | { ok: false; error: unknown };

function Copies({ copies, onDone }: { copies: readonly Copy[]; onDone: (count: number) => void }) {
  const { t } = useTranslation('schedule');
  const client = useQueryClient();
  const [moved, setMoved] = useState<ReadonlyMap<string, Copy>>(new Map());
  const [unchecked, setUnchecked] = useState<ReadonlySet<string>>(new Set());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [saving, setSaving] = useState(false);
  const rows = copies.map((copy) => moved.get(copy.key) ?? copy);
  const previews = useQueries({
    queries: rows.map((row) => previewQuery(row.id, row.there ? null : row.body)),
  });
  const states = rows.map((row, at) => {
    const { data, error = null } = previews[at] ?? {};
    const good = data !== undefined && data.refusals.length === 0;
    const saved = outcomes.get(row.key)?.ok ?? false;
    return { row, preview: data, error, good, saved, checked: good && !saved && !unchecked.has(row.key) };
  });
  const chosen = states.filter(({ checked }) => checked);
  const save = async () => {
    setSaving(true);
    const results = new Map(outcomes);
    // One after the other: each is judged with those before it.
    for (const { row, preview } of chosen) {
      results.set(row.key, await saveOne(row, preview));
      setOutcomes(new Map(results));
    }
    await Promise.all(
      [KEYS.schedules, KEYS.outlook].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
    setSaving(false);
    if (chosen.every(({ row }) => results.get(row.key)?.ok)) onDone(chosen.length);
  };
  return (
    <>
      <ul className="stack copy-rows">
        {states.map(({ row, preview, error, good, saved, checked }) => (
          <li key={row.key} className="card stack">
            <Checkbox
              checked={checked || saved}
              disabled={!good || saved || saving}
              onChange={({ target }) => setUnchecked(toggled(unchecked, row.key, !target.checked))}
            >
              <strong>{row.schedule.name}</strong>
            </Checkbox>
            <CopyWords copy={row} />
            {row.there && <Tag tone="calm">{t('copy.there')}</Tag>}
            {saved && <Tag tone="good">{t('copy.saved')}</Tag>}
            {error && <ProblemNote error={error} />}
            {!row.there && !saved && preview && (
              <PreviewView
                brief
                preview={preview}
                onTake={
                  row.kind === 'new'
                    ? (time) => setMoved(new Map(moved).set(row.key, movedTo(row, time)))
                    : null
                }
              />
            )}
            <Failed outcome={outcomes.get(row.key)} />
          </li>
        ))}
      </ul>
      {states.some(({ preview }) => preview && queues(preview)) && (
        <Alert type="info" showIcon title={t('copy.queued')} />
      )}
      <Button
        type="primary"
        size="large"
        block
        disabled={chosen.length === 0}
        loading={saving}
        onClick={() => void save()}
      >
        {t('copy.save', { count: chosen.length })}
      </Button>
    </>
  );
}

function Failed({ outcome }: { outcome: Outcome | undefined }) {
  return outcome?.ok === false ? <ProblemNote error={outcome.error} /> : null;
}

async function saveOne(copy: Copy, preview: SchedulePreview | undefined): Promise<Outcome> {
  const body = { ...copy.body, onOverlap: preview && queues(preview) ? 'queue' : 'refuse' };
  try {
    if (copy.kind === 'new') await ask('POST', '/schedules', SavedSchedule, { body });
    else await ask('PATCH', `/schedules/${copy.id}`, SavedSchedule, { body, readAt: copy.readAt });
    return { ok: true };
  } catch (error) {
    return { ok: false, error };
  }
}

function toggled(set: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(key);
  else next.delete(key);
  return next;
}

/** What the line is about, in words: where, and on which days it is otherwise than usual. */
function CopyWords({ copy }: { copy: Copy }) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  const { villages, clusters } = copy.schedule;
  const where = clusters === 0 ? t('nobody') : villages.join(', ');
  if (copy.kind === 'new') return <p className="soft">{where}</p>;
  return (
    <p className="soft">
      {where}
      {copy.moved.map((day) => (
        <span key={day.date} className="copy-day">
          {t('copy.moved', { date: date(day.date), times: day.times.join(', ') })}
        </span>
      ))}
      {copy.left.map((day) => (
        <span key={day} className="copy-day">
          {t('copy.left', { date: date(day) })}
        </span>
      ))}
    </p>
  );
}
