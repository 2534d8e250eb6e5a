import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { hashKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Note } from '../note.js';
import { useRuleWords } from './use-rule-words.js';
import type { RulesDraft } from './use-rules-draft.js';

/** When it will be silent once a change of rules is saved, in words. */
export function useSilenceWords(): (draft: RulesDraft, above: RulesInForce) => string {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  return ({ opened, now: { hours, rules } }, above) => {
    const after = words.hours(hours, above);
    const quiet = words.quiet(rules.quiet);
    return hashKey([opened.hours]) === hashKey([hours])
      ? t('silentAsBefore', { hours: after, quiet })
      : t('silent', { before: words.hours(opened.hours, above), after, quiet });
  };
}

/** Where it will be louder than before: nobody shall do that unawares. */
export function LouderNote({ draft: { louder } }: { draft: RulesDraft }) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  if (louder.length === 0) return null;
  return <Note type="warning" title={t('louder', { hours: words.windows(louder) })} />;
}

/** What else a change of rules will do, below when it will be silent. */
export function RulesChangeNotes({ draft, above }: { draft: RulesDraft; above: RulesInForce }) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const { opened, now } = draft;
  const { languagePolicy, repeatInEvening } = now.rules;
  return (
    <>
      <LouderNote draft={draft} />
      {languagePolicy !== opened.rules.languagePolicy && (
        <p>{t('newPolicy', { policy: words.policy(languagePolicy, above.languagePolicy) })}</p>
      )}
      {repeatInEvening !== opened.rules.repeatInEvening && (
        <p>{t('newRepeat', { repeat: words.repeat(repeatInEvening, above.repeatInEvening) })}</p>
      )}
    </>
  );
}
