import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the machine offers, looked up when asked and not kept: an installation changes the answers. */
export const machine = {
  /** Whether a program is found on PATH. @param {string} program */
  has(program) {
    return (process.env.PATH ?? '')
      .split(delimiter)
      .some((folder) => folder !== '' && isExecutable(join(folder, program)));
  },
  get isRoot() {
    return process.getuid?.() === 0;
  },
  /** Whether sudo works without asking for a password. */
  get canSudo() {
    return machine.has('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  },
  /** Whether the kernel knows a sound card that plays (pcmC0D0p). */
  get hasSoundCard() {
    try {
      return readdirSync('/dev/snd').some((name) => /^pcm.*p$/.test(name));
    } catch {
      return false;
    }
  },
};

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
