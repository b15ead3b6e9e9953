import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withCarriageReturns } from '../src/request/line-ends.ts';

test('each LF without a CR gets one, however the bytes are cut', async () => {
  const text = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n'), { maxLength: 20 });
  const cuts = fc.array(fc.nat({ max: 4 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(text, cuts, async (parts, lengths) => {
      const whole = parts.join('');
      async function* chunks(): AsyncGenerator<Uint8Array> {
        let at = 0;
        for (const length of lengths) {
          yield Buffer.from(whole.slice(at, at + length));
          at += length;
        }
        yield Buffer.from(whole.slice(at));
      }
      const out: Uint8Array[] = [];
      for await (const chunk of withCarriageReturns(chunks())) out.push(chunk);
      assert.equal(Buffer.concat(out).toString(), whole.replace(/\r\n|\n/g, '\r\n'));
    }),
  );
});
