/** A user of the authorization server's pages who needs no browser: follows redirects, keeps cookies, fills forms in. */
export interface FormUser {
  /** Goes to an address, and on until the server sends them elsewhere: that address, or the text of the last page. */
  visit(address: string): Promise<string>;
}

/**
 * A user who logs in as `ada`, and agrees.
 *
 * @param answers what is typed into a form that has such a field, beside that.
 */
export function formUser(answers: Readonly<Record<string, string>> = {}): FormUser {
  const cookies = new Map<string, string>();
  return {
    async visit(address) {
      const { origin } = new URL(address);
      let url = address;
      let form: URLSearchParams | undefined;
      for (let step = 0; step < 20; step++) {
        const response = await fetch(url, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
          ...(form && { method: 'POST', body: form }),
        });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        form = undefined;
        const location = response.headers.get('location');
        if (location !== null) {
          await response.body?.cancel();
          url = new URL(location, url).href;
          if (new URL(url).origin !== origin) return url;
          continue;
        }
        const page = await response.text();
        const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
        if (action === undefined) return page;
        url = new URL(action, url).href;
        form = filledIn(page, answers);
      }
      throw new Error(`no end of pages at ${address}`);
    },
  };
}

function filledIn(page: string, answers: Readonly<Record<string, string>>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [input] of page.matchAll(/<input[^>]*>/g)) {
    const [, name] = / name="([^"]+)"/.exec(input) ?? [];
    const [, value = ''] = / value="([^"]*)"/.exec(input) ?? [];
    if (name !== undefined) form.set(name, answers[name] ?? (value || 'ada'));
  }
  return form;
}
