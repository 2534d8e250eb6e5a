import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { createKeptLink } from '../kept-link.js';
import { frameBytes, type Output } from '../output.js';
import { createIcecastLinks, type IcecastTarget, type SpawnEncoder } from './icecast-link.js';

export interface IcecastSettings extends IcecastTarget {
  id: string;
}

/** One second of PCM; what is later than that is lost, so that listeners stay near the present. */
const BACKLOG_BYTES = 96_000;

/** A stream on an Icecast server, silence included: listeners come and go at any time. */
export function createIcecastOutput(ports: {
  settings: IcecastSettings;
  clock: Clock;
  log: Logger;
  spawnEncoder?: SpawnEncoder;
}): Output {
  const { settings, clock, log, spawnEncoder } = ports;
  const link = createKeptLink({
    name: settings.id,
    open: createIcecastLinks(settings, spawnEncoder),
    backlogBytes: BACKLOG_BYTES,
    clock,
    log,
  });
  return {
    id: settings.id,
    continuous: true,
    begin() {},
    write: (frame) => link.send(frameBytes(frame)),
    finish() {},
    health: link.health,
    async start() {
      link.want();
      return async () => link.unwant();
    },
  };
}
