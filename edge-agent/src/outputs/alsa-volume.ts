import { execFile } from 'node:child_process';

export interface AlsaVolume {
  /** As for `amixer -D`. */
  mixer: string;
  control: string;
  /** As heard: `amixer -M` maps it as alsamixer does. */
  percent: number;
}

/** Sets a sound card's own volume and unmutes it; says why it could not, or null. */
export function setAlsaVolume({ mixer, control, percent }: AlsaVolume): Promise<string | null> {
  const args = ['-q', '-D', mixer, '-M', 'sset', control, `${percent}%`, 'unmute'];
  return new Promise((resolve) => {
    execFile('amixer', args, { timeout: 5_000 }, (error, _stdout, stderr) => {
      resolve(error ? stderr.trim().slice(-150) || error.message : null);
    });
  });
}
