import type { WaitingApproval } from '@loa/shared/api/approvals';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { soundLength } from '../../lib/sound-length.js';
import { useSpeech } from '../../lib/use-speech.js';
import { Listen } from './listen.js';

export interface SetItemProps {
  item: WaitingApproval;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}

/** One recording of a set: chosen, it is heard and read where it stands. */
export function SetItem({ item, chosen, onChoose }: SetItemProps) {
  const { t } = useTranslation('approval');
  const speech = useSpeech();
  const { variant, title, language, durationMs, areaName } = item;
  const length = durationMs === null ? '' : ` · ${soundLength(durationMs)}`;
  return (
    <li className="card stack">
      <Checkbox checked={chosen} onChange={({ target }) => onChoose(target.checked)}>
        <strong>{title}</strong>
        <br />
        <span className="soft">{`${speech(language)}${length} · ${areaName}`}</span>
      </Checkbox>
      {chosen && variant.recordingSha256 !== null && (
        <>
          <Listen
            variantId={variant.id}
            sha256={variant.recordingSha256}
            language={language}
            of={title}
            counts
          />
          {variant.text !== null && (
            <details>
              <summary>{t('one.text')}</summary>
              <p className="approval-text" lang={language}>
                {variant.text}
              </p>
            </details>
          )}
        </>
      )}
    </li>
  );
}
