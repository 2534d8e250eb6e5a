import type { PlaceRulesInForce } from '@loa/shared/api/rules-in-force';
import { hashKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '../facts.js';
import type { Said } from './rules-change.js';
import { useRuleWords } from './use-rule-words.js';
import './place-rules.css';

interface RuleFactsProps {
  own: Said;
  inForce: PlaceRulesInForce;
  /** Whether the page names its neighbours elsewhere. */
  neighboursApart?: boolean;
}

/** What a place says of its own, and what it has from above where it says nothing, or more than is allowed. */
export function RuleFacts({ own, inForce: { here, above }, neighboursApart = false }: RuleFactsProps) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const { hours, rules } = own;
  const cutAbove = hours !== null && hashKey([here.hours]) !== hashKey([hours]);
  return (
    <Facts
      facts={[
        [t('hours'), inLines(words.hours(hours, above))],
        [t('hoursInForce'), cutAbove ? inLines(words.windows(here.hours)) : null],
        [t('quiet'), inLines(words.quiet(rules.quiet))],
        [t('quietAbove'), above.quiet.length > 0 ? inLines(words.quiet(above.quiet)) : null],
        [t('neighbours'), neighboursApart ? null : rules.neighbours.map(({ name }) => name).join(', ')],
        [t('session'), words.limit(rules.maxSessionMinutes, above.maxSessionMinutes, words.minutes)],
        [t('day'), words.limit(rules.maxDayMinutes, above.maxDayMinutes, words.minutes)],
        [t('sessions'), words.limit(rules.maxSessionsPerDay, above.maxSessionsPerDay, words.times)],
        [t('languages'), words.policy(rules.languagePolicy, above.languagePolicy)],
        [t('repeat'), words.repeat(rules.repeatInEvening, above.repeatInEvening)],
      ]}
    />
  );
}

const inLines = (told: string) => <span className="place-rules-lines">{told}</span>;
