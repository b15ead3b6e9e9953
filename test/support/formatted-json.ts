import assert from 'node:assert/strict';
import { createJsonFormatter } from '../../src/render/json.ts';
import { inkOf, type JsonStyle } from '../../src/render/json-ink.ts';
import { type JsonKernel, openJsonKernel } from '../../src/render/json-kernel.ts';

/**
 * What the formatter makes of chunks, in latin-1 as they are: byte by byte, as short documents are printed, and with the
 * kernel that long ones are printed with, which has to give the same.
 */
export function formattedJson(chunks: readonly string[], style: JsonStyle): string {
  const byteByByte = joined(chunks, style, undefined);
  const byKernel = joined(chunks, style, kernelFor(style));
  // Not strictEqual, which takes minutes to say how two long texts differ.
  if (byKernel !== byteByByte) assert.fail(`the kernel prints otherwise: ${difference(byKernel, byteByByte)}`);
  return byteByByte;
}

/** A kernel for the style; the test fails where there is none. */
export function kernelFor(style: JsonStyle): JsonKernel {
  const kernel = kernels.get(style) ?? openJsonKernel(inkOf(style));
  assert.ok(kernel !== undefined, 'there is a kernel');
  kernels.set(style, kernel);
  return kernel;
}

/** Each has a memory of its own, which is not let go of at once. */
const kernels = new Map<JsonStyle, JsonKernel>();

function joined(chunks: readonly string[], style: JsonStyle, kernel: JsonKernel | undefined): string {
  const formatter = createJsonFormatter(style);
  if (kernel !== undefined) formatter.equip(kernel);
  const output = chunks.flatMap((chunk) => [...formatter.push(Buffer.from(chunk, 'latin1'))]);
  return Buffer.concat([...output, ...formatter.end()]).toString('latin1');
}

function difference(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 40), at + 40));
  return `at ${at} ${around(one)} in place of ${around(other)}`;
}
