import { Collapse, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { useFormat } from '../../lib/use-format.js';
import type { ScheduleDraft } from './schedule-draft.js';

const LATE = ['usual', 'skip', 'joinMidway', 'fromStart'] as const;
const RESUME = ['resume', 'restart', 'drop'] as const;
/** Steps that an ear tells apart, decibels; other levels come from elsewhere. */
const LEVELS = [
  { gainDb: 6, name: 'louder' },
  { gainDb: 3, name: 'bitLouder' },
  { gainDb: 0, name: 'same' },
  { gainDb: -3, name: 'bitQuieter' },
  { gainDb: -6, name: 'quieter' },
  { gainDb: -10, name: 'half' },
  { gainDb: -20, name: 'faint' },
] as const;
/** How late may still begin what nobody said otherwise of, minutes; joined midway it may as long as it lasts. */
const USUALLY_LATEST = { skip: 5, fromStart: 30 } as const;
const MOST_MINUTES = 240;

interface MoreFieldProps {
  value: ScheduleDraft;
  /** What exists already has its lateness, whatever is usual. */
  isNew: boolean;
  onChange: (part: Partial<ScheduleDraft>) => void;
}

/** What is right as it is for almost every schedule. */
export function MoreField({ value, isNew, onChange }: MoreFieldProps) {
  const { t } = useTranslation('schedule');
  const content = (
    <div className="stack">
      <Field label={t('form.priority')}>
        {(id) => (
          <Select
            id={id}
            value={value.priority}
            onChange={(priority) => onChange({ priority })}
            options={[
              { value: 'normal' as const, label: t('form.normal') },
              { value: 'priority' as const, label: t('form.urgent') },
            ]}
          />
        )}
      </Field>
      <Late value={value} isNew={isNew} onChange={onChange} />
      <Field label={t('form.resume')}>
        {(id) => (
          <Select
            id={id}
            value={value.resume ?? 'resume'}
            onChange={(resume) => onChange({ resume })}
            options={RESUME.map((resume) => ({ value: resume, label: t(`form.resumes.${resume}`) }))}
          />
        )}
      </Field>
      <Level value={value.gainDb ?? 0} onChange={(gainDb) => onChange({ gainDb })} />
    </div>
  );
  return <Collapse ghost items={[{ key: 'more', label: t('form.more'), children: content }]} />;
}

function Late({ value: { lateness, latestStartMinutes }, isNew, onChange }: MoreFieldProps) {
  const { t } = useTranslation('schedule');
  const name = (late: (typeof LATE)[number]) => {
    if (late === 'usual' || late === 'joinMidway') return t(`form.late.${late}`);
    return t(`form.late.${late}`, { minutes: latestStartMinutes ?? USUALLY_LATEST[late] });
  };
  return (
    <>
      <Field label={t('form.lateness')}>
        {(id) => (
          <Select
            id={id}
            value={lateness}
            onChange={(next) => onChange({ lateness: next })}
            options={LATE.filter((late) => isNew || late !== 'usual').map((late) => ({
              value: late,
              label: name(late),
            }))}
          />
        )}
      </Field>
      <Field label={t('form.latest')} hint={t('form.latestHint')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            max={MOST_MINUTES}
            precision={0}
            value={latestStartMinutes ?? null}
            onChange={(next) => onChange({ latestStartMinutes: next })}
          />
        )}
      </Field>
    </>
  );
}

function Level({ value, onChange }: { value: number; onChange: (gainDb: number) => void }) {
  const { t } = useTranslation('schedule');
  const { number } = useFormat();
  const levels = [...new Set([...LEVELS.map(({ gainDb }) => gainDb), value])].sort((a, b) => b - a);
  const labelOf = (level: number) => {
    const known = LEVELS.find(({ gainDb }) => gainDb === level);
    return known ? t(`form.levels.${known.name}`) : t('form.levelOf', { level: number(level, 1) });
  };
  return (
    <Field label={t('form.level')} hint={t('form.levelHint')}>
      {(id) => (
        <Select
          id={id}
          value={value}
          onChange={onChange}
          options={levels.map((level) => ({ value: level, label: labelOf(level) }))}
        />
      )}
    </Field>
  );
}
