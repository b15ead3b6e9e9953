import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlrcPaths } from '../src/config/curlrc.ts';
import { readCurlLine } from '../src/curl-line.ts';
import { memoryFiles } from './support/memory-files.ts';
import { inputsOf } from './support/planned.ts';

const UNIX: [env: Record<string, string>, paths: string[]][] = [
  [{}, []],
  [{ HOME: '/h' }, ['/h/.curlrc', '/h/.config/curlrc']],
  [{ HOME: '' }, []],
  [{ XDG_CONFIG_HOME: '', HOME: '/h' }, ['/h/.curlrc', '/h/.config/curlrc']],
  [{ XDG_CONFIG_HOME: '/x', HOME: '/h' }, ['/x/curlrc', '/h/.curlrc']],
  [{ CURL_HOME: '/c', HOME: '/h' }, ['/c/.curlrc', '/h/.curlrc', '/c/.config/curlrc']],
  [{ CURL_HOME: '/c', XDG_CONFIG_HOME: '/x', HOME: '/h' }, ['/c/.curlrc', '/x/curlrc', '/h/.curlrc']],
];
for (const [env, paths] of UNIX) {
  test(`.curlrc with ${JSON.stringify(env)}`, () => assert.deepEqual(curlrcPaths(env, 'linux', undefined), paths));
}

const RECORDED: [env: Record<string, string>, paths: string[]][] = [
  [{}, ['/r/.curlrc']],
  [{ HOME: '/r' }, ['/r/.curlrc', '/r/.config/curlrc']],
  [{ HOME: '/h' }, ['/h/.curlrc', '/h/.config/curlrc', '/r/.curlrc']],
  [{ XDG_CONFIG_HOME: '/x' }, ['/x/curlrc', '/r/.curlrc']],
];
for (const [env, paths] of RECORDED) {
  test(`.curlrc with ${JSON.stringify(env)} and a home on record`, () =>
    assert.deepEqual(curlrcPaths(env, 'linux', '/r'), paths));
}

test('the .curlrc of the home on record is read where HOME is not set', async () => {
  const files = memoryFiles({ '/r/.curlrc': '--max-time 7' });
  const host = { env: {}, platform: 'linux', files, accountHome: () => '/r' } as const;
  const [invocation] = await readCurlLine(host, ['h'], inputsOf({ files }), () => {});
  assert.equal(invocation?.options['max-time'], 7);
});

const WINDOWS: [env: Record<string, string>, paths: string[]][] = [
  [
    { USERPROFILE: 'C:\\u', APPDATA: 'C:\\a' },
    [
      'C:\\u\\.curlrc',
      'C:\\u\\_curlrc',
      'C:\\a\\.curlrc',
      'C:\\a\\_curlrc',
      'C:\\u\\Application Data\\.curlrc',
      'C:\\u\\Application Data\\_curlrc',
    ],
  ],
  [{ XDG_CONFIG_HOME: 'X:\\x', HOME: 'H:\\h' }, ['X:\\x\\curlrc', 'H:\\h\\.curlrc']],
];
for (const [env, paths] of WINDOWS) {
  test(`.curlrc on Windows with ${JSON.stringify(env)}`, () =>
    assert.deepEqual(curlrcPaths(env, 'win32', 'C:\\Users\\u'), paths));
}
