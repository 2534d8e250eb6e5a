/**
 * The programs that Loa Làng starts, and the package that brings each.
 * @typedef {{ program: string, apt: string, brew: string, dnf: string }} Need
 */

export const needs = {
  ffmpeg: { program: 'ffmpeg', apt: 'ffmpeg', brew: 'ffmpeg', dnf: 'ffmpeg' },
  ffprobe: { program: 'ffprobe', apt: 'ffmpeg', brew: 'ffmpeg', dnf: 'ffmpeg' },
  speech: { program: 'espeak-ng', apt: 'espeak-ng', brew: 'espeak-ng', dnf: 'espeak-ng' },
  soundCard: { program: 'aplay', apt: 'alsa-utils', brew: '', dnf: 'alsa-utils' },
  python: { program: 'python3', apt: 'python3', brew: 'python', dnf: 'python3' },
  make: { program: 'make', apt: 'make', brew: 'make', dnf: 'make' },
  compiler: { program: 'g++', apt: 'g++', brew: 'gcc', dnf: 'gcc-c++' },
};

/** A fresh machine often upgrades itself just then; seconds. */
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300'];

export const runtimeNeeds = [needs.ffmpeg, needs.ffprobe, needs.speech];
/** Only where no ready-made SQLite module fits and one must be compiled. */
export const compilerNeeds = [needs.python, needs.make, needs.compiler];

/**
 * How to get what is missing. `install` is a list of command lines to run in order; `tell` is the one command for a
 * person to type, because we may not or cannot.
 * @param {Need[]} wanted
 * @param {{ has: (program: string) => boolean, isRoot: boolean, canSudo: boolean }} machine
 * @returns {{ kind: 'nothing' } | { kind: 'install', packages: string[], commands: string[][] }
 *   | { kind: 'tell', packages: string[], command: string }}
 */
export function planPackages(wanted, machine) {
  const missing = wanted.filter((need) => !machine.has(need.program));
  if (missing.length === 0) return { kind: 'nothing' };
  const manager = ['apt-get', 'dnf', 'brew'].find((name) => machine.has(name));
  const packages = [...new Set(missing.map((need) => packageOf(need, manager)))].filter(Boolean);
  if (manager !== 'apt-get') return { kind: 'tell', packages, command: byHand(manager, packages) };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if (!machine.isRoot && !machine.canSudo) {
    return { kind: 'tell', packages, command: `sudo apt-get update && sudo apt-get ${install.join(' ')}` };
  }
  // `env` because sudo drops the caller's environment.
  const prefix = [
    ...(machine.isRoot ? [] : ['sudo', '-n']),
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...WAIT_FOR_LOCK,
  ];
  return {
    kind: 'install',
    packages,
    commands: [
      [...prefix, 'update'],
      [...prefix, ...install],
    ],
  };
}

function packageOf(need, manager) {
  if (manager === 'dnf') return need.dnf;
  return manager === 'brew' ? need.brew : need.apt;
}

function byHand(manager, packages) {
  if (manager === 'dnf') return `sudo dnf install -y ${packages.join(' ')}`;
  if (manager === 'brew') return `brew install ${packages.join(' ')}`;
  return `sudo apt-get install -y ${packages.join(' ')}`;
}
