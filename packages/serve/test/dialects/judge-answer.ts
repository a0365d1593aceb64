/** Whether an answer is one that a dialect may give: 200, or a refusal in its own words. */

/** "200" or the refusal's status. */
export type Verdict = `${number}`;

/** @throws {Error} for anything else, a status of 500 and above among them */
export async function judgeAnswer(path: string, response: Response): Promise<Verdict> {
  const { status } = response;
  const text = await response.text();
  if (status >= 500 || (status !== 200 && !isRefusal(path, text))) {
    throw new Error(`${path} answers ${status} ${text.slice(0, 500)}`);
  }
  return `${status}`;
}

function isRefusal(path: string, text: string): boolean {
  const { error, ...rest } = JSON.parse(text) as { readonly error?: unknown };
  const isPlain = /^\/(?:v1|v2|vertex)\//.test(path);
  return typeof error === "string" && /^[A-Z]/.test(error) && "code" in rest === !isPlain;
}
