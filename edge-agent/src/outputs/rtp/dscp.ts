import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Marks what a UDP socket of this process sends (RFC 2474; 46 is "expedited forwarding", for voice). Node offers no
 * setsockopt, so Perl, which every Debian has, gets the socket for one call: the mark belongs to the socket, not to
 * the process. Says why it could not, or null.
 */
export function setDscp(localPort: number, dscp: number): Promise<string | null> {
  const fd = findSocket(localPort);
  if (fd === null) return Promise.resolve('its socket was not found under /proc');
  return new Promise((resolve) => {
    // IPPROTO_IP is 0 and IP_TOS 1 on every Linux. Not as file 0-2: those would be made blocking.
    const script = 'open(my $s, "+<&=3") or die $!; setsockopt($s, 0, 1, pack("i", $ARGV[0])) or die $!';
    const child = spawn('perl', ['-e', script, String(dscp << 2)], {
      stdio: ['ignore', 'ignore', 'pipe', fd],
      timeout: 5_000,
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said = text.toString('utf8').trim().slice(-150);
    });
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : said || `perl ended with ${code}`));
  });
}

/** The file descriptor of the IPv4 UDP socket with this local port, by its inode. */
function findSocket(localPort: number): number | null {
  const port = `:${localPort.toString(16).toUpperCase().padStart(4, '0')}`;
  try {
    const rows = readFileSync('/proc/self/net/udp', 'utf8').split('\n').slice(1);
    const inodes = rows
      .map((row) => row.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(port))
      .map((fields) => `socket:[${fields[9]}]`);
    const found = readdirSync('/proc/self/fd').find((fd) => inodes.includes(linkOf(fd)));
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
