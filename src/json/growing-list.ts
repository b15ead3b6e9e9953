/** A list of numbers in as few bytes as they need. */
export interface GrowingList {
  push(number: number): void;
  at(index: number): number;
  /** Replaces a number, or adds one behind the last. */
  set(index: number, number: number): void;
  length(): number;
}

/** An empty list; an index beyond its end has 0. */
export function growingList(Numbers: typeof Uint8Array | typeof Uint32Array): GrowingList {
  let numbers = new Numbers(8);
  let length = 0;
  const list: GrowingList = {
    push(number) {
      if (length === numbers.length) {
        const larger = new Numbers(length * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[length++] = number;
    },
    at: (index) => numbers[index] ?? 0,
    set(index, number) {
      if (index === length) list.push(number);
      else numbers[index] = number;
    },
    length: () => length,
  };
  return list;
}
