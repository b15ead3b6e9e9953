import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFolder, netrcPaths } from '../src/config/paths.ts';

const FOLDERS: [platform: NodeJS.Platform, env: Record<string, string>, folder: string | undefined][] = [
  ['linux', { HOME: '/home/ada' }, '/home/ada/.config/slip'],
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '/x' }, '/x/slip'],
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '/x', SLIP_CONFIG_DIR: '/y' }, '/y'],
  // XDG base directories: a variable that is empty counts as not set, and a relative path is invalid and ignored.
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '' }, '/home/ada/.config/slip'],
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: 'x' }, '/home/ada/.config/slip'],
  ['linux', { HOME: '/home/ada', SLIP_CONFIG_DIR: '' }, '/home/ada/.config/slip'],
  ['linux', { SLIP_CONFIG_DIR: 'here' }, 'here'],
  ['linux', {}, undefined],
  ['linux', { HOME: '' }, undefined],
  ['linux', { APPDATA: 'C:\\a' }, undefined],
  ['darwin', { HOME: '/Users/ada' }, '/Users/ada/.config/slip'],
  ['win32', { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming', HOME: '/c/x' }, 'C:\\Users\\ada\\AppData\\Roaming\\slip'],
  ['win32', { APPDATA: 'C:\\a', SLIP_CONFIG_DIR: 'D:\\b' }, 'D:\\b'],
  ['win32', {}, undefined],
];

for (const [platform, env, folder] of FOLDERS) {
  test(`the config folder on ${platform} with ${JSON.stringify(env)} is ${folder ?? 'nowhere'}`, () => {
    assert.equal(configFolder(env, platform), folder);
  });
}

const NETRC: [platform: NodeJS.Platform, env: Record<string, string>, paths: string[]][] = [
  ['linux', { HOME: '/home/ada' }, ['/home/ada/.netrc']],
  ['linux', { HOME: '/home/ada', NETRC: '/x' }, ['/x']],
  ['linux', { HOME: '/home/ada', NETRC: '' }, ['/home/ada/.netrc']],
  ['linux', { NETRC: 'here' }, ['here']],
  ['linux', {}, []],
  ['win32', { USERPROFILE: 'C:\\ada' }, ['C:\\ada\\.netrc', 'C:\\ada\\_netrc']],
  ['win32', { HOME: 'D:\\b', USERPROFILE: 'C:\\ada' }, ['D:\\b\\.netrc', 'D:\\b\\_netrc']],
  ['win32', { NETRC: 'C:\\n' }, ['C:\\n']],
];

for (const [platform, env, paths] of NETRC) {
  test(`the netrc file on ${platform} with ${JSON.stringify(env)} is ${paths.join(' or ') || 'nowhere'}`, () => {
    assert.deepEqual(netrcPaths(env, platform), paths);
  });
}
