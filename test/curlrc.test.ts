import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlrcPaths } from '../src/config/curlrc.ts';

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
  test(`.curlrc with ${JSON.stringify(env)}`, () => assert.deepEqual(curlrcPaths(env, 'linux'), paths));
}

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
  test(`.curlrc on Windows with ${JSON.stringify(env)}`, () => assert.deepEqual(curlrcPaths(env, 'win32'), paths));
}
