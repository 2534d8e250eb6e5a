/** An answer that was not what was asked for; `message` is Vietnamese and says what to do. */
export class ProblemError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const NO_NETWORK = 'Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.';

/** A request to the API; throws ProblemError with words for people. */
export async function ask(method, path, body) {
  const options = { method, credentials: 'same-origin', headers: {} };
  if (body !== undefined) {
    options.headers['content-type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/api${path}`, options);
  } catch {
    throw new ProblemError(0, 'network', NO_NETWORK);
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  // Health answers 503 with a body of its own.
  if (response.ok || (answer !== null && answer.error === undefined)) return answer;
  const { code, message } = answer?.error ?? { code: 'http', message: NO_NETWORK };
  throw new ProblemError(response.status, code, message);
}

/** Every item of a paged list. */
export async function askAll(path) {
  const items = [];
  let cursor = null;
  do {
    const page = await ask('GET', cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && items.length < 2000);
  return items;
}
