/** The regular expression that a text of the form `/…/flags` is; any other text is a text. */
export function patternOf(text: string): RegExp | undefined {
  const { pattern, flags = '' } = /^\/(?<pattern>.+)\/(?<flags>[ims]*)$/s.exec(text)?.groups ?? {};
  return pattern === undefined ? undefined : compiled(pattern, flags);
}

/** A regular expression, with slashes around it or without; `undefined` for what is none. */
export function regularExpression(text: string): RegExp | undefined {
  return patternOf(text) ?? compiled(text, '');
}

/** What the first group of the first match holds; all of the match where there is no group. */
export function firstGroup(pattern: RegExp, text: string): string | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : (match[1] ?? match[0]);
}

function compiled(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, `${flags}u`);
  } catch {
    // Some patterns are good only without the stricter reading of `u`: an escaped / or -, say.
    try {
      return new RegExp(pattern, flags);
    } catch {
      return undefined;
    }
  }
}
