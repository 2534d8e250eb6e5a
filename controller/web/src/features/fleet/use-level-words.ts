import type { Volume } from '@loa/shared/api/fleet';
import { placePath } from '@loa/shared/place-name';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.js';
import { stepOf } from './volume-steps.js';

/** The loudest that everything else allows here, dB. */
export function mostOf({ clusterMaxGainDb, rosterMaxGainDb }: Volume): number {
  return Math.min(clusterMaxGainDb, rosterMaxGainDb ?? clusterMaxGainDb);
}

/** "Nhỏ hơn (−6 dB)"; null: silent. */
export function useLevelWords(): (level: number | null, volume: Volume) => string {
  const { t } = useTranslation('fleet');
  const { number } = useFormat();
  return (level, volume) => {
    if (level === null) return t('sound.silent');
    const word = t(`level.${stepOf(level, mostOf(volume))}`);
    return level === 0 ? word : `${word} (${number(level).replace('-', '−')} dB)`;
  };
}

/** "làng Kon Brung · Nhà rông · Bộ thu 1" */
export function placeOf(box: { areaName: string; clusterName: string; name: string }): string {
  return placePath(box.areaName, box.clusterName, box.name);
}
