import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoFolders } from './folders.js';
import type { ServiceSpec } from './service.js';

/** The repository's folder, seen from controller/dist/demo. */
const repository = fileURLToPath(new URL('../../../', import.meta.url));
const program = (...path: string[]) => join(repository, ...path);
const HOST = '127.0.0.1';

export const samplesFolder = program('audio-samples');
export const cliProgram = program('controller', 'dist', 'cli', 'main.js');

export interface DemoAddresses {
  httpPort: number;
  mqttPort: number;
}

export const serverAddress = ({ httpPort }: DemoAddresses) => `http://${HOST}:${httpPort}`;
const mqttAddress = ({ mqttPort }: DemoAddresses) => `mqtt://${HOST}:${mqttPort}`;

/** The controller, as `npm run controller` starts it, on the demo's folder and with the demo's root. */
export function controllerProgram(
  folders: DemoFolders,
  addresses: DemoAddresses,
  adminPassword: string | null,
): ServiceSpec {
  return {
    name: 'controller',
    args: ['--enable-source-maps', ...withLauncher, program('controller', 'dist', 'main.js')],
    env: {
      LOA_DATA: folders.controller,
      LOA_HTTP_HOST: HOST,
      LOA_HTTP_PORT: String(addresses.httpPort),
      LOA_MQTT_HOST: HOST,
      LOA_MQTT_PORT: String(addresses.mqttPort),
      LOA_ROOT_KEY: folders.rootKey,
      // Whoever tries the demonstration has a password shown on the screen, and no telephone set up for it.
      LOA_SECOND_FACTOR: 'none',
      ...(adminPassword === null ? {} : { LOA_ADMIN_PASSWORD: adminPassword }),
    },
    logFile: join(folders.logs, 'controller.log'),
  };
}

export interface DemoBox {
  name: string;
  /** Below the demo's boxes folder. */
  folder: string;
  /** Only on the first start. */
  code: string | null;
  /** Whether it may use the machine's sound card. */
  mayUseSoundCard: boolean;
}

/** One box, as `npm run box` starts it. The addresses are given each time, as the ports may have moved. */
export function boxProgram(folders: DemoFolders, addresses: DemoAddresses, box: DemoBox): ServiceSpec {
  return {
    name: box.name,
    args: [...SMALL, ...withLauncher, program('edge-agent', 'dist', 'main.js')],
    env: {
      LOA_AGENT_DATA: join(folders.boxes, box.folder),
      LOA_AGENT_SERVER: serverAddress(addresses),
      LOA_AGENT_MQTT: mqttAddress(addresses),
      LOA_AGENT_NAME: box.name,
      // `auto` is the sound card where there is one.
      LOA_AGENT_OUTPUTS: box.mayUseSoundCard ? 'wav,auto' : 'wav',
      ...(box.code === null ? {} : { LOA_AGENT_CODE: box.code }),
    },
    logFile: join(folders.logs, `${box.folder}.log`),
  };
}

const withLauncher = ['--import', new URL('./stop-with-launcher.js', import.meta.url).href];

/** As on a real box, where memory is short (docs/operations.md). */
const SMALL = ['--optimize-for-size', '--max-semi-space-size=1'];
