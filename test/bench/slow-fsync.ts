import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slow(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  usleep(5000);
  return real(fd);
}
int fsync(int fd) { return slow("fsync", fd); }
int fdatasync(int fd) { return slow("fdatasync", fd); }
`;

/** Builds a preload library in `folder` under which each fsync takes 5 ms longer; null where there is no C compiler. */
export function buildSlowFsync(folder: string): string | null {
  const source = join(folder, 'slow-fsync.c');
  const library = join(folder, 'slow-fsync.so');
  writeFileSync(source, SOURCE);
  const built = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return built.status === 0 ? library : null;
}
