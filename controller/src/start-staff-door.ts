import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { ControllerConfig } from './config.js';
import { type HttpDoor, openHttpDoor } from './http/server.js';
import type { BoxesDoor } from './start-boxes-door.js';
import { keepShown, readTlsFiles } from './start-shown-certificate.js';
import type { Transport } from './start-transport.js';
import { loadBoxesTls } from './trust/boxes-tls.js';

interface DoorPorts {
  config: ControllerConfig;
  clock: Clock;
  log: Logger;
}

/** Where people and programs connect; with the certificate that the settings name, renewed when its files are. */
export async function openStaffDoor({
  config,
  clock,
  log,
}: DoorPorts): Promise<{ door: HttpDoor; stop: () => Promise<void> }> {
  const { tls: files, ...address } = config.http;
  if (!files) {
    const plain = await openHttpDoor(address);
    return { door: plain, stop: () => plain.close() };
  }
  const shown = await readTlsFiles(files);
  const door = await openHttpDoor({ ...address, tls: shown });
  const forget = keepShown({ shown, read: () => readTlsFiles(files), show: door.show, clock, log });
  return {
    door,
    async stop() {
      forget();
      await door.close();
    },
  };
}

/** A command may have issued another certificate for the boxes' two ports. */
export function keepBoxesShown(
  { config, clock, log }: DoorPorts,
  { boxes, transport, keysFolder }: { boxes: BoxesDoor; transport: Transport; keysFolder: string },
): () => void {
  return keepShown({
    shown: boxes.mqtt,
    read: () => loadBoxesTls(keysFolder, config.boxes ? [config.boxes.name] : []),
    show(shown) {
      boxes.show(shown);
      transport.show(shown);
    },
    ...{ clock, log },
  });
}
