/**
 * Texts that make ffmpeg open *other* files or addresses (HLS, concat, DASH, PLS, ASX, SMIL, XSPF), whatever the file is
 * named. They never reach ffmpeg: the demuxer is forced and none of theirs is on the list; knowing them gives a better answer.
 */
const OPENINGS = [
  /^#EXTM3U/i,
  /^#EXTINF/i,
  /^ffconcat\b/,
  /^file\s+['"]?\S/,
  /^\[playlist\]/i,
  /^<(?:MPD|asx|smil|playlist)\b/i,
  /^(?:https?|rtsp|rtmp|mms|file|concat|hls|subfile|data):/i,
];

const XML_PROLOGUE = /^<\?xml[^>]*>\s*(?:<!--[\s\S]*?-->\s*)*/i;

export function looksLikePlaylist(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 1024)).toString('latin1');
  const start = text.replace(/^(?:\xef\xbb\xbf)?\s*/, '').replace(XML_PROLOGUE, '');
  return OPENINGS.some((opening) => opening.test(start));
}
