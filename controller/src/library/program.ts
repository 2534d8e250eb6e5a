import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { LoaError } from '@loa/shared/errors';

export class ProgramMissingError extends LoaError {
  constructor(program: string, setting: string) {
    super(
      'program_missing',
      `${program} was not found: install it (apt install ffmpeg) or point ${setting} to it. / Không tìm thấy ${program}: hãy cài đặt (apt install ffmpeg) hoặc đặt biến ${setting}.`,
    );
  }
}

/** The absolute path of a program: the setting (`FFMPEG_PATH` …) when given, else the first match on `PATH`. */
export async function resolveProgram(
  program: string,
  setting: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const given = env[setting];
  const candidates = given
    ? [given]
    : (env.PATH ?? '')
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => join(folder, program));
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  throw new ProgramMissingError(program, setting);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
