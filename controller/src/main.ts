import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LoaError } from '@loa/shared/errors';
import { createLogger } from '@loa/shared/node/logger';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { z } from 'zod';
import { type ControllerConfig, configHelp, readConfig } from './config.js';
import { systemCron } from './dispatch/system-cron.js';
import { openFfmpeg } from './library/ffmpeg.js';
import { findSandbox } from './library/sandbox.js';
import { createEspeak } from './sources/tts/espeak.js';
import { type RunningController, startController } from './start-controller.js';
import { troubleText } from './start-trouble.js';

// Accounts, sound and keys are this user's alone, also in a folder that others may look into.
process.umask(0o077);

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    say(configHelp());
    return;
  }
  const config = readConfig(process.env);
  const running = await start(config);
  say(`Loa Làng is at ${running.url} (boxes connect to ${running.mqttUrl}).`);
  if (running.firstAccount) {
    const { login, link } = running.firstAccount;
    const address = `${config.publicUrl ?? running.url}${link.path}`;
    say(
      `Nobody can sign in yet. Open this within 72 hours to choose the password of ${login}:\n  ${address}`,
    );
    say('It works once. For another one, type on this machine: npm run loa -- account first');
  }
  stopOnSignals(running);
}

function start(config: ControllerConfig): Promise<RunningController> {
  const log = createLogger('controller', config.logLevel);
  const sandbox = findSandbox(process.env, { isRoot: process.getuid?.() === 0 });
  const programs = { clock: systemClock, env: process.env };
  return startController({
    ...{ config, log, clock: systemClock, random: systemRandom, cron: systemCron },
    async openFfmpeg(folder) {
      const found = await sandbox;
      log.info({ sandbox: found.kind }, 'Uploads are read in a sandbox of this kind');
      return openFfmpeg({ ...programs, folder, sandbox: found });
    },
    voices: (folder) => [createEspeak({ ...programs, folder, sandbox })],
    builtAt: Math.floor(statSync(fileURLToPath(import.meta.url)).mtimeMs),
    version: z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(here('../package.json'), 'utf8'))).version,
    webFolder: here('../web/dist'),
  });
}

/** The first signal ends in order, the second at once. */
function stopOnSignals(running: RunningController): void {
  let asked = false;
  const stop = () => {
    if (asked) process.exit(130);
    asked = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`${troubleText(error)}\n`);
  if (!(error instanceof LoaError) && error instanceof Error && process.env.LOA_LOG_LEVEL === 'debug') {
    process.stderr.write(`${error.stack}\n`);
  }
  process.exit(1);
}

await main().catch(fail);
