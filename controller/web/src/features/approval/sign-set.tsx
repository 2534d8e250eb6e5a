import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Alert, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { heardQuery } from '../../lib/heard.js';
import { useMe } from '../../lib/session.js';
import { useSettled } from '../../lib/use-settled.js';
import { useSpeech } from '../../lib/use-speech.js';
import { ChangedNote } from './changed-note.js';
import { KeyNote } from './key-note.js';
import { ListenerField } from './listener-field.js';
import { isAsShown } from './set-choice.js';
import { preparedSetQuery, useSignSet } from './sets.js';
import { SignButton } from './sign-button.js';

export interface SignSetProps {
  items: readonly WaitingApproval[];
  /** What the set is called unless somebody writes another name. */
  usualTitle: string;
  /** `waiting`: others must sign the same set, too. */
  onDone: (text: string, waiting: boolean) => void;
}

const SETTLE_MS = 500;

/** One name, one tick and one finger for all that was heard. */
export function SignSet({ items, usualTitle, onDone }: SignSetProps) {
  const { t } = useTranslation('approval');
  const me = useMe();
  const speech = useSpeech();
  const [written, setWritten] = useState<string | null>(null);
  const [noSecret, setNoSecret] = useState(false);
  const [listener, setListener] = useState('');
  const variantIds = items.map(({ variant }) => variant.id);
  const unheard = useUnheard(variantIds);
  const unknown = [...new Set(items.map(({ language }) => language))].filter(
    (each) => !me.languages.includes(each),
  );
  const [language] = unknown;
  const title = (written ?? usualTitle).trim();
  const wanted = { variantIds, title, listener: language === undefined ? null : listener.trim() };
  const asked = useSettled(wanted, SETTLE_MS);
  const ready =
    variantIds.length > 0 && unheard === 0 && noSecret && asked.title !== '' && asked.listener !== '';
  const current = JSON.stringify(asked) === JSON.stringify(wanted);
  const prepared = useQuery(preparedSetQuery(asked, ready && current && unknown.length < 2));
  const sign = useSignSet(variantIds, (finished, { grant }) =>
    finished.state === 'approved'
      ? onDone(t('set.approved', { title: grant.title, count: variantIds.length }), false)
      : onDone(t('one.waiting', { left: finished.needs - finished.signers.length }), true),
  );
  const told = ready && current ? prepared.data : undefined;
  // Somebody else may have put another text or sound there since this page was read.
  const shown = told && isAsShown(items, told) ? told : undefined;
  // Where another has signed already, it is their text that is signed.
  const theirs = shown && shown.signers.length > 0 ? shown.grant.title : null;
  return (
    <section className="card approval-foot">
      <KeyNote />
      <Field label={t('set.name')} hint={t('set.nameHint')}>
        {(id) => (
          <Input
            id={id}
            maxLength={300}
            disabled={theirs !== null}
            value={theirs ?? written ?? usualTitle}
            onChange={({ target }) => setWritten(target.value)}
          />
        )}
      </Field>
      {unknown.length > 1 && (
        <Alert
          type="warning"
          showIcon
          title={t('set.languages', { languages: unknown.map(speech).join(', ') })}
        />
      )}
      {unknown.length === 1 && language !== undefined && (
        <ListenerField kind="ask" language={language} signed={null} value={listener} onChange={setListener} />
      )}
      <Checkbox checked={noSecret} onChange={({ target }) => setNoSecret(target.checked)}>
        {t('set.secret')}
      </Checkbox>
      {unheard > 0 && <p className="soft">{t('set.unheard', { count: unheard })}</p>}
      {shown && (
        <p>
          {t('set.name')}: <strong>{shown.grant.title}</strong>
          <br />
          {t('one.where')}: <strong>{shown.where.join(', ')}</strong>
          {shown.signers.length > 0 && (
            <>
              <br />
              {t('signed.short', { have: shown.signers.length, needs: shown.needs })}
            </>
          )}
        </p>
      )}
      {told && !shown && <ChangedNote />}
      {ready && <ProblemNote error={prepared.error} onRetry={() => void prepared.refetch()} />}
      <ProblemNote error={sign.error} />
      <SignButton
        label={t('set.approve', { count: variantIds.length })}
        ready={shown !== undefined}
        busy={sign.isPending || (ready && prepared.isFetching)}
        // What was prepared may be used up or out of date.
        onSign={() => shown && sign.mutate(shown, { onError: () => void prepared.refetch() })}
      />
    </section>
  );
}

/** How many of these this person has not heard to the end. */
function useUnheard(variantIds: readonly string[]): number {
  const heard = useQueries({ queries: variantIds.map((id) => heardQuery(id)) });
  return heard.filter(({ data }) => data?.enough !== true).length;
}
