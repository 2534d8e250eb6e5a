import type { SpeechEstimate } from '@loa/shared/api/speech';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Collapse, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useSettled } from '../../lib/use-settled.js';
import { estimateQuery, speak, useChangeAbbreviations, voicesQuery } from './bulletins.js';
import { MadeSoundView } from './made-sound.js';
import { madeAnew, type SoundDraft, saysText } from './sound-draft.js';
import type { SoundFormProps } from './sound-form.js';

const SETTLE_MS = 600;
const PACES = [
  { name: 'slow', percent: 85 },
  { name: 'usual', percent: 100 },
  { name: 'fast', percent: 115 },
] as const;

/** Paste a text, hear how the machine reads it. */
export function TextStep({ value, onChange }: SoundFormProps) {
  const { t } = useTranslation('bulletins');
  const { text, language, ratePercent, made } = value;
  const estimate = useQuery(estimateQuery(useSettled({ text, language, ratePercent }, SETTLE_MS)));
  const speaking = useMutation({
    mutationFn: (draft: SoundDraft) => speak(draft),
    // Whoever went on meanwhile typed more, and whoever chose another voice or way waits for another sound.
    onSuccess: (sound, asked) => onChange((now) => (asksTheSame(now, asked) ? { made: sound } : {})),
  });
  const current = saysText(value);
  return (
    <div className="stack">
      <Field label={t('text.label')}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={6}
            maxLength={20_000}
            placeholder={t('text.placeholder')}
            value={text}
            onChange={({ target }) => onChange({ text: target.value })}
          />
        )}
      </Field>
      {text.trim() !== '' && estimate.data && <Estimated estimate={estimate.data} />}
      <Voice value={value} onChange={onChange} />
      {made !== null && !current && <p className="soft">{t('text.changed')}</p>}
      {!current && (
        <Button
          size="large"
          block
          type="primary"
          disabled={text.trim() === ''}
          loading={speaking.isPending}
          onClick={() => speaking.mutate(value)}
        >
          {speaking.isPending ? t('text.making') : t('text.listen')}
        </Button>
      )}
      <ProblemNote error={speaking.error} />
      {made !== null && current && (
        <MadeSoundView
          label={t('text.preview')}
          made={made}
          autoPlay={speaking.isSuccess}
          onChange={(next, before) => onChange(madeAnew(next, before))}
        />
      )}
    </div>
  );
}

const asksTheSame = (a: SoundDraft, b: SoundDraft) =>
  a.way === b.way && a.language === b.language && a.voice === b.voice && a.ratePercent === b.ratePercent;

function Estimated({ estimate }: { estimate: SpeechEstimate }) {
  const { t } = useTranslation('bulletins');
  const { duration } = useFormat();
  const { words, estimatedMs, warning, unknown, readings } = estimate;
  return (
    <>
      <p role="status" className="soft">
        {t('text.about', { words: t('text.words', { count: words }), minutes: duration(estimatedMs) })}
      </p>
      {warning !== null && <Alert type="warning" showIcon title={warning} />}
      {unknown.length > 0 && <Unknown words={unknown} />}
      {readings.length > 0 && (
        <details>
          <summary>{t('text.readings')}</summary>
          <ul>
            {readings.map(({ written, spoken }) => (
              <li key={written}>
                {written} → {spoken}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** What nobody explained to the machine yet, with the place to do so. */
function Unknown({ words }: { words: readonly string[] }) {
  const { t } = useTranslation('bulletins');
  const may = useMay();
  return (
    <div className="card stack">
      <p>{t('text.unknown')}</p>
      {may('wording.write')
        ? words.slice(0, 6).map((word) => <Teach key={word} word={word} />)
        : words.join(', ')}
    </div>
  );
}

function Teach({ word }: { word: string }) {
  const { t } = useTranslation('bulletins');
  const [spoken, setSpoken] = useState('');
  const { mutate, isPending, error } = useChangeAbbreviations();
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ kind: 'add', written: word, spoken });
      }}
    >
      <Field label={t('text.readAs', { word })}>
        {(id) => <Input id={id} value={spoken} onChange={({ target }) => setSpoken(target.value)} />}
      </Field>
      <Button htmlType="submit" loading={isPending} disabled={spoken.trim() === ''}>
        {t('text.teach')}
      </Button>
      <ProblemNote error={error} />
    </form>
  );
}

function Voice({ value, onChange }: SoundFormProps) {
  const { t } = useTranslation('bulletins');
  const { data } = useQuery(voicesQuery);
  const voices = data?.items.filter(({ language }) => language === value.language) ?? [];
  const content = (
    <div className="stack">
      {voices.length > 1 && (
        <Field label={t('text.voice')}>
          {(id) => (
            <Select
              id={id}
              value={value.voice ?? voices[0]?.id ?? null}
              onChange={(voice) => onChange({ voice, made: null })}
              options={voices.map((voice) => ({ value: voice.id, label: voice.name }))}
            />
          )}
        </Field>
      )}
      <Segmented
        aria-label={t('text.pace')}
        value={value.ratePercent}
        onChange={(ratePercent) => onChange({ ratePercent, made: null })}
        options={PACES.map(({ name, percent }) => ({ value: percent, label: t(`text.${name}`) }))}
      />
    </div>
  );
  return (
    <>
      {data && voices.length === 0 && <Alert type="warning" showIcon title={data.note} />}
      <Collapse
        ghost
        items={[{ key: 'voice', label: `${t('text.voice')} · ${t('text.pace')}`, children: content }]}
      />
    </>
  );
}
