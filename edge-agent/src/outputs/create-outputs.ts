import { systemRandom } from '@loa/shared/node/system-random';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { buildOutputs } from './build-outputs.js';
import type { Output } from './output.js';
import { type ReadPorts, readOutputs } from './read-outputs.js';

export interface OutputPorts extends ReadPorts {
  boxId: string;
  clock: Clock;
  random?: Random;
  log: Logger;
}

/**
 * The box's outputs from its settings; a setting that makes no sense is a SettingError. Where they live in another thread,
 * `readOutputs` belongs in the main one (it needs zod) and `buildOutputs` in theirs.
 */
export function createOutputs(ports: OutputPorts): Output[] {
  return buildOutputs({ random: systemRandom, ...ports, specs: readOutputs(ports) });
}
