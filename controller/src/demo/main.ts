import { mkdir } from 'node:fs/promises';
import { LoaError } from '@loa/shared/errors';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { canListenHere, choosePort } from './choose-ports.js';
import { demoFolders } from './folders.js';
import { notePid, runningDemo } from './pid-file.js';
import { runDemo } from './run.js';
import { createLineScreen, createTableScreen } from './screen.js';
import { startService } from './service.js';

const HELP = `npm start [-- --once]   the demonstration: a controller, three boxes, and bulletins to hear

  --once           end with exit code 0 after the first playback that was finished
  LOA_DATA         data folder [./data]; the demonstration lives in its folder "demo"
  LOA_HTTP_PORT    port of the pages [8080, or the next free one]
  LOA_MQTT_PORT    port of the message broker [1883, or the next free one]
  LOA_DEMO_BULLETINS  how many sample bulletins to set up, for slow machines [all]`;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(HELP);
    return 0;
  }
  const unknown = args.find((arg) => arg !== '--once');
  if (unknown !== undefined) throw new LoaError('bad_argument', `${unknown} is not understood.\n\n${HELP}`);
  const dataDir = process.env.LOA_DATA ?? './data';
  const folders = demoFolders(dataDir);
  const other = await runningDemo(folders.pidFile);
  if (other !== null)
    throw new LoaError(
      'running',
      `The demonstration is running already (process ${other}) on ${folders.root}. If it is not, delete ${folders.pidFile}`,
    );
  await mkdir(folders.root, { recursive: true, mode: 0o700 });
  const addresses = {
    httpPort: await portOf('LOA_HTTP_PORT', 8080),
    mqttPort: await portOf('LOA_MQTT_PORT', 1883),
  };
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort(new LoaError('interrupted', 'Ending …')));
  // Nobody reads on (npm start | head): end as if asked to.
  process.stdout.on('error', () => interrupted.abort(new LoaError('interrupted', 'Ending …')));
  const forgetPid = await notePid(folders.pidFile);
  try {
    await runDemo({
      ...{ clock: systemClock, random: systemRandom, fetch, say, dataDir, addresses },
      screen: process.stdout.isTTY ? createTableScreen(terminal) : createLineScreen(terminal),
      startService: (spec) => startService(spec, systemClock),
      once: args.includes('--once'),
      bulletins: Number(process.env.LOA_DEMO_BULLETINS ?? Number.POSITIVE_INFINITY),
      signal: interrupted.signal,
    });
    return 0;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say('Every process of the demonstration has ended. npm start goes on where it was.');
    return 0;
  } finally {
    await forgetPid();
  }
}

function portOf(name: string, usual: number): Promise<number> {
  return choosePort({ name, asked: process.env[name], usual }, canListenHere);
}

const terminal = {
  isTTY: process.stdout.isTTY,
  get columns() {
    return process.stdout.columns ?? 100;
  },
  get rows() {
    return process.stdout.rows ?? 40;
  },
  write: (text: string) => process.stdout.write(text),
};

await main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `\n${error instanceof LoaError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exitCode = 1;
  },
);
