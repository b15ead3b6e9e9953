import { lookup } from 'node:dns';
import type { NameService } from './resolve.ts';

/** The look-up of the system, which cannot be called back: whoever gives up does not wait for it. */
export const systemNames: NameService = (name, family) =>
  new Promise((resolve, reject) => {
    lookup(name, { all: true, family: family ?? 0 }, (error, list) => {
      if (error === null) resolve(list.map(({ address }) => address));
      else reject(error);
    });
  });
