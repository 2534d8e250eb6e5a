import { describe, expect, it } from 'vitest';
import {
  compilerNeeds,
  needs,
  planPackages,
  runtimeNeeds,
} from '../../../controller/setup/system-packages.mjs';

const machine = (programs: string[], rights: { isRoot?: boolean; canSudo?: boolean } = {}) => ({
  has: (program: string) => programs.includes(program),
  isRoot: rights.isRoot ?? false,
  canSudo: rights.canSudo ?? false,
});

describe('what set-up installs', () => {
  it('is nothing where every program is there', () => {
    const all = machine(['apt-get', 'ffmpeg', 'ffprobe', 'espeak-ng']);
    expect(planPackages(runtimeNeeds, all)).toEqual({ kind: 'nothing' });
  });

  it('reads the package list once and installs each package once, without questions, as root', () => {
    const plan = planPackages([...runtimeNeeds, needs.soundCard], machine(['apt-get'], { isRoot: true }));
    const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
    expect(plan).toEqual({
      kind: 'install',
      packages: ['ffmpeg', 'espeak-ng', 'alsa-utils'],
      commands: [
        [...apt, 'update'],
        [...apt, 'install', '-y', '--no-install-recommends', 'ffmpeg', 'espeak-ng', 'alsa-utils'],
      ],
    });
  });

  it('goes through sudo only where sudo asks for no password', () => {
    const plan = planPackages(runtimeNeeds, machine(['apt-get', 'espeak-ng'], { canSudo: true }));
    expect(plan.kind === 'install' && plan.commands[0]?.slice(0, 2)).toEqual(['sudo', '-n']);
  });

  it('otherwise names the one command to type', () => {
    expect(planPackages(runtimeNeeds, machine(['apt-get', 'espeak-ng']))).toEqual({
      kind: 'tell',
      packages: ['ffmpeg'],
      command: 'sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg',
    });
  });

  it('speaks the package manager of the machine', () => {
    const told = (manager: string) => {
      const plan = planPackages(compilerNeeds, machine([manager, 'python3', 'make']));
      return plan.kind === 'tell' ? plan.command : plan.kind;
    };
    expect(told('dnf')).toBe('sudo dnf install -y gcc-c++');
    expect(told('brew')).toBe('brew install gcc');
  });
});
