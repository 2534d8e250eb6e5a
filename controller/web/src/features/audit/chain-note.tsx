import type { AuditChain } from '@loa/shared/api/logs';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { useFormat } from '../../lib/use-format.js';
import { chainQuery } from './audit.js';

/** Whether the log can be believed, before anybody reads it. */
export function ChainNote() {
  const chain = useQuery(chainQuery);
  return <Loaded query={chain}>{(data) => <Chain chain={data} />}</Loaded>;
}

function Chain({ chain }: { chain: AuditChain }) {
  const { t } = useTranslation('audit');
  const { moment, number, percent } = useFormat();
  switch (chain.state) {
    case 'checking': {
      const share = chain.total === 0 ? 0 : chain.rows / chain.total;
      return <Alert type="info" showIcon title={t('chain.checking', { share: percent(share) })} />;
    }
    case 'whole': {
      const { rows, until, signedAt } = chain;
      if (until === null) return null;
      const signed = signedAt === null ? '' : ` ${t('chain.signed', { at: moment(signedAt) })}`;
      const whole = t('chain.whole', { at: moment(until), rows: number(rows) });
      return <Alert type="success" showIcon title={`${whole}${signed}`} />;
    }
    case 'broken': {
      const { row, kind, until } = chain;
      const stands = until === null ? '' : ` ${t('chain.until', { at: moment(until) })}`;
      const broken = t(`chain.${kind}`, { row: number(row) });
      return (
        <Alert
          type="error"
          showIcon
          title={
            <>
              <p>
                {broken}
                {stands}
              </p>
              <p>{t('chain.remedy')}</p>
            </>
          }
        />
      );
    }
  }
}
