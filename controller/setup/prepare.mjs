import { join } from 'node:path';
import { lockSetUp } from './lock.mjs';
import { machine } from './machine.mjs';
import { nodeTrouble } from './node-version.mjs';
import { nodeHeaders, packagesAreCurrent, sqliteLoads, sqliteModule } from './npm-packages.mjs';
import { createSteps, StepError } from './steps.mjs';
import { compilerNeeds, needs, planPackages, runtimeNeeds } from './system-packages.mjs';
import { buildWebApp, fingerprint, noteWebApp, webAppIsCurrent } from './web-app.mjs';

/**
 * Makes a machine with only Node and npm ready: system programs, npm packages, the native module, a build. Each part
 * looks first and does nothing when there is nothing to do, so a second run takes about a second.
 * @param {{ root: string, dataDir: string, projects: string[], webApp?: boolean,
 *   say: (line: string) => void }} options
 *   `projects`: the TypeScript projects to build, relative to root; `webApp`: whether the staff's app is needed, too
 */
export async function prepare({ root, dataDir, projects, webApp = false, say }) {
  const trouble = nodeTrouble(process.versions.node);
  if (trouble) throw new StepError(trouble);
  const release = await lockSetUp(join(dataDir, 'setup.lock'), say);
  try {
    await prepareAlone({ root, dataDir, projects, webApp, say });
  } finally {
    release();
  }
}

async function prepareAlone({ root, dataDir, projects, webApp, say }) {
  const steps = createSteps({ logFile: join(dataDir, 'setup.log'), say, cwd: root });
  await installPrograms(steps, machine.hasSoundCard ? [...runtimeNeeds, needs.soundCard] : runtimeNeeds);
  await installPackages(steps, root);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await steps.run('Building', [process.execPath, tsc, '-b', ...projects]);
  if (webApp && !webAppIsCurrent(root)) {
    const builtFrom = fingerprint(root);
    await steps.run('Building the staff’s app', buildWebApp(root));
    noteWebApp(root, builtFrom);
  }
}

async function installPrograms(steps, wanted) {
  const plan = planPackages(wanted, machine);
  if (plan.kind === 'nothing') return;
  const names = plan.packages.join(', ');
  if (plan.kind === 'tell') {
    throw new StepError(
      `Missing on this machine: ${names}. Type this, then the same command again:\n\n    ${plan.command}\n`,
    );
  }
  steps.say(`Missing on this machine: ${names}. Installing with apt-get.`);
  const [update = [], install = []] = plan.commands;
  await steps.run('Reading the list of Debian packages', update);
  await steps.run(`Installing ${names}`, install);
  const still = wanted.filter((need) => !machine.has(need.program)).map((need) => need.program);
  if (still.length > 0) {
    throw new StepError(
      `${still.join(', ')}: installed, but not found. Is /usr/bin on PATH? It is ${process.env.PATH}`,
    );
  }
}

async function installPackages(steps, root) {
  if (!packagesAreCurrent(root)) {
    // Without scripts first: whether SQLite must be compiled shows only afterwards.
    await steps.run('Installing npm packages (about 30 s)', ['npm', 'ci', '--ignore-scripts']);
  }
  if (sqliteLoads(root)) return;
  await installSqlite(steps);
  if (!sqliteLoads(root)) {
    throw new StepError(
      'The SQLite module was built but does not load in this Node. Delete the folder node_modules and type the same command again.',
    );
  }
}

/** A ready-made module is downloaded where one fits; otherwise it is compiled, which wants a compiler. */
async function installSqlite(steps) {
  const title = 'Installing the SQLite module (up to a minute where it must be compiled)';
  // The only package whose install script runs (.npmrc forbids all others).
  const command = ['npm', 'rebuild', '--ignore-scripts=false', sqliteModule(process.versions.node)];
  const missing = planPackages(compilerNeeds, machine).kind !== 'nothing';
  try {
    await steps.run(title, command, nodeHeaders());
  } catch (error) {
    if (!missing) throw error;
    steps.say('No ready-made SQLite module fits this machine, so it must be compiled.');
    await installPrograms(steps, compilerNeeds);
    await steps.run(title, command, nodeHeaders());
  }
}
