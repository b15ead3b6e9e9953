import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { normalizedPath, selectJson } from '../src/json/path.ts';
import { parseJsonPath } from '../src/json/path-syntax.ts';
import { writeJsonText } from '../src/json/write.ts';

function selected(path: string, document: string): readonly string[] {
  return [...selectJson(parseJsonPath(path), parseJsonText(document))].map(({ value }) => writeJsonText(value));
}

/** A document of the shapes that RFC 9535 shows its selectors on, and what each path finds in it. */
const STORE =
  '{"books":[{"by":"Ada","title":"Notes","price":8.95},{"by":"Bo","title":"Ice","isbn":"1","price":12.99},' +
  '{"by":"Cy","title":"Sea","isbn":"2","price":22.99}],"bike":{"color":"red","price":399}}';

const FOUND: [path: string, document: string, values: string[]][] = [
  ['$', ' 1.0 ', ['1.0']],
  ['$.books[*].by', STORE, ['"Ada"', '"Bo"', '"Cy"']],
  ['$..by', STORE, ['"Ada"', '"Bo"', '"Cy"']],
  ['$..price', STORE, ['8.95', '12.99', '22.99', '399']],
  ['$..books[2].title', STORE, ['"Sea"']],
  ['$..books[-1].title', STORE, ['"Sea"']],
  ['$..books[0,1].title', STORE, ['"Notes"', '"Ice"']],
  ['$..books[:2].title', STORE, ['"Notes"', '"Ice"']],
  ['$..books[?@.isbn].title', STORE, ['"Ice"', '"Sea"']],
  ['$..books[?@.price<10].title', STORE, ['"Notes"']],
  ['$.bike.*', STORE, ['"red"', '399']],

  // Names (§2.3.1)
  [`$.o['j j']`, '{"o":{"j j":{"k.k":3}}}', ['{"k.k":3}']],
  [`$.o['j j']['k.k']`, '{"o":{"j j":{"k.k":3}}}', ['3']],
  [`$.o["j j"]["k.k"]`, '{"o":{"j j":{"k.k":3}}}', ['3']],
  [`$["'"]["@"]`, '{"\'":{"@":2}}', ['2']],
  [`$['\\'']`, '{"\'":2}', ['2']],
  [`$["\\u263a\\ud83d\\ude00\\n"]`, '{"☺😀\\n":2}', ['2']],
  [`$['☺']`, '{"\\u263A":2}', ['2']],
  ['$.été', '{"été":1}', ['1']],
  ['$.a', '[1]', []],
  ['$.toString', '{}', []],
  ['$.__proto__', '{"__proto__":1}', ['1']],
  ['$[""]', '{"":1}', ['1']],
  ['$ .a [ "b" ]\n[0]', '{"a":{"b":[1]}}', ['1']],
  ['$.true', '{"true":1}', ['1']],

  // Wildcards (§2.3.2)
  ['$[*]', '{"o":{"j":1},"a":[5,3]}', ['{"j":1}', '[5,3]']],
  ['$.o[*,*]', '{"o":{"j":1,"k":2}}', ['1', '2', '1', '2']],
  ['$[*]', '"text"', []],

  // Indexes and slices (§2.3.3, §2.3.4)
  ['$[1]', '["a","b"]', ['"b"']],
  ['$[-2]', '["a","b"]', ['"a"']],
  ['$[-3]', '["a","b"]', []],
  ['$[2]', '["a","b"]', []],
  ['$[0]', '{"0":1}', []],
  ['$[1:3]', '["a","b","c","d","e","f","g"]', ['"b"', '"c"']],
  ['$[5:]', '["a","b","c","d","e","f","g"]', ['"f"', '"g"']],
  ['$[1:5:2]', '["a","b","c","d","e","f","g"]', ['"b"', '"d"']],
  ['$[5:1:-2]', '["a","b","c","d","e","f","g"]', ['"f"', '"d"']],
  ['$[::-1]', '["a","b","c"]', ['"c"', '"b"', '"a"']],
  ['$[:]', '[1,2]', ['1', '2']],
  ['$[ 0 : 9 : 1 ]', '[1,2]', ['1', '2']],
  ['$[::0]', '[1,2]', []],
  ['$[-1:]', '[1,2]', ['2']],
  ['$[:-1]', '[1,2]', ['1']],
  ['$[-9:9]', '[1,2]', ['1', '2']],
  ['$[9:-9:-1]', '[1,2]', ['2', '1']],
  ['$[1:0]', '[1,2]', []],
  ['$[0:9007199254740991:9007199254740991]', '[1,2]', ['1']],
  ['$[:]', '{"a":1}', []],

  // Segments (§2.5)
  ['$[0, 3]', '["a","b","c","d"]', ['"a"', '"d"']],
  ['$[0:2, 3]', '["a","b","c","d"]', ['"a"', '"b"', '"d"']],
  ['$[0, 0]', '["a"]', ['"a"', '"a"']],
  ['$..j', '{"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]}', ['1', '4']],
  ['$..[0]', '{"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]}', ['5', '{"j":4}']],
  ['$..*', '{"a":[1,{"b":2}]}', ['[1,{"b":2}]', '1', '{"b":2}', '2']],
  ['$.a..[0, 1]', '{"a":[5,3,[{"j":4},{"k":6}]]}', ['5', '3', '{"j":4}', '{"k":6}']],
  ['$..["a","d"]', '[{"a":"b","d":"e"},{"a":"c","d":"f"}]', ['"b"', '"e"', '"c"', '"f"']],
  ['$..a..b', '{"a":{"a":{"b":1}}}', ['1', '1']],
  ['$.a', '{"a":null}', ['null']],
  ['$.a[0]', '{"a":null}', []],

  // Filters (§2.3.5)
  ['$[?@.b == "kilo"]', '[3,{"b":"j"},{"b":"kilo"}]', ['{"b":"kilo"}']],
  ['$[?(@.b == "kilo")]', '[{"b":"kilo"}]', ['{"b":"kilo"}']],
  ['$[?@>3.5]', '[3,5,1,4,"6"]', ['5', '4']],
  ['$[?@.b]', '[{"b":null},{"a":1}]', ['{"b":null}']],
  ['$[?@.*]', '[{},[0],[],{"b":1},1]', ['[0]', '{"b":1}']],
  ['$[?@[?@.b]]', '[3,[{"b":"j"}]]', ['[{"b":"j"}]']],
  ['$[?@<3, ?@<3]', '[2,3]', ['2', '2']],
  ['$[?@<2 || @.b == "k"]', '[1,3,{"b":"k"}]', ['1', '{"b":"k"}']],
  ['$[?@>1 && @<4 && @!=2]', '{"p":1,"q":2,"r":3,"s":5}', ['3']],
  ['$[?@.a && @.b || @.c]', '[{"a":1},{"a":1,"b":1},{"c":1}]', ['{"a":1,"b":1}', '{"c":1}']],
  ['$[?!(@.u || @.x)]', '[1,{"u":1}]', ['1']],
  ['$[?!@.u]', '[1,{"u":1}]', ['1']],
  ['$[? ! ( @ == 1 ) ]', '[1,2]', ['2']],
  ['$.a[?@.b == $.x]', '{"x":1.0,"a":[{"b":1},{"b":2}]}', ['{"b":1}']],
  ['$[?@ == @]', '[1,null,{"a":[]}]', ['1', 'null', '{"a":[]}']],

  // Comparisons (§2.3.5.2.2)
  ['$[?@.x == @.y]', '[{"a":1}]', ['{"a":1}']],
  ['$[?@.x <= @.y]', '[{"a":1}]', ['{"a":1}']],
  ['$[?@.x < @.y]', '[{"a":1}]', []],
  ['$[?@.x != "g"]', '[{"a":1}]', ['{"a":1}']],
  ['$[?@.a == null]', '[{},{"a":null}]', ['{"a":null}']],
  ['$[?@ < true]', '[true,false,1]', []],
  ['$[?@ <= true]', '[true,false,1]', ['true']],
  ['$[?@ <= null]', '[null,0]', ['null']],
  ['$[?@ == 1]', '[1,1.0,10e-1,"1",true]', ['1', '1.0', '10e-1']],
  ['$[?@ == -0]', '[0,-0.0,0e9]', ['0', '-0.0', '0e9']],
  ['$[?@ < 1e401]', '[1e400,1e401,-1e500]', ['1e400', '-1e500']],
  ['$[?@ == 9007199254740993]', '[9007199254740992,9007199254740993]', ['9007199254740993']],
  ['$[?@ > "a"]', '["a","b","aa","",1]', ['"b"', '"aa"']],
  ['$[?@ > "\uffee"]', '["😀","a"]', ['"😀"']],
  ['$[?@ == "a"]', '["\\u0061"]', ['"\\u0061"']],
  [
    '$[?@.a == @.b]',
    '[{"a":{"x":1,"y":[2]},"b":{"y":[2.0],"x":1}},{"a":[1,2],"b":[2,1]}]',
    ['{"a":{"x":1,"y":[2]},"b":{"y":[2.0],"x":1}}'],
  ],
  ['$[?@.a == @.b]', '[{"a":[],"b":{}},{"a":{"x":1},"b":{"y":1}},{"a":{},"b":{"y":1}}]', []],
  ["$[?@.a == 'it\\'s']", '[{"a":"it\'s"}]', ['{"a":"it\'s"}']],
  ["$[?@[ 'a' ] == 1]", '[{"a":1}]', ['{"a":1}']],

  // Functions (§2.4)
  ['$[?length(@) < 3]', '["ab","abc","😀😀",[1],{"a":1,"b":2,"c":3},7]', ['"ab"', '"😀😀"', '[1]']],
  ['$[?length(@.x) == @.y]', '[{}]', ['{}']],
  ['$[?count(@.*) == 1]', '[[1],[1,2],"a"]', ['[1]']],
  ['$[?count(@..*) > 2]', '[[[1,2]],[1]]', ['[[1,2]]']],
  ['$[?value(@..c) == "red"]', '[{"a":{"c":"red"}},{"c":"red","a":{"c":"red"}}]', ['{"a":{"c":"red"}}']],
  ['$[?length(value(@..c)) == 3]', '[{"a":{"c":"red"}}]', ['{"a":{"c":"red"}}']],
  ['$[?match(@, "a|bc")]', '["a","bc","ac","abc",1]', ['"a"', '"bc"']],
  ['$[?search(@, "[jk]")]', '["xjx","x"]', ['"xjx"']],
  ['$[?match(@.a, $.p)]', '{"p":"x+","q":{"a":"xx"}}', ['{"a":"xx"}']],
  ['$[?match(@, "(")]', '["("]', []],
  ['$[?!search(@, "b")]', '["a","b"]', ['"a"']],

  // What the RFC leaves open: a repeated name
  ['$.a', '{"a":1,"b":2,"a":3}', ['1', '3']],
  ['$[?@.a == 3]', '[{"a":1,"a":3},{"a":3,"a":1}]', ['{"a":1,"a":3}']],
];

for (const [path, document, values] of FOUND) {
  test(`${path} of ${document.slice(0, 60)} is ${values.join(' ').slice(0, 60)}`, () => {
    assert.deepEqual(selected(path, document), values);
  });
}

const FAULTS: [path: string, underlined: string, offset: number, message: RegExp][] = [
  ['', '', 0, /ends too early/],
  [' $', ' ', 0, /begin with \$/],
  ['a.b', 'a.b', 0, /begin with \$/],
  ['$ ', ' ', 1, /expected \. or \[/],
  ['$.', '', 2, /ends too early/],
  ['$..', '', 3, /ends too early/],
  ['$.1', '1', 2, /expected a name/],
  ['$. a', ' ', 2, /expected a name/],
  ['$.&', '&', 2, /expected a name/],
  ['$.a-b', '-b', 3, /expected \. or \[/],
  ['$a', 'a', 1, /expected \. or \[/],
  ['$[]', ']', 2, /expected an index/],
  ['$[a]', 'a', 2, /expected an index/],
  ['$[0 2]', '2', 4, /expected , or \]/],
  ['$[0,]', ']', 4, /expected an index/],
  ['$[0', '', 3, /ends too early/],
  ['$[01]', '01', 2, /leading zeros/],
  ['$[-0]', '-0', 2, /-0/],
  ['$[9007199254740992]', '9007199254740992', 2, /2\^53/],
  ['$[1:2:3:4]', ':', 7, /expected , or \]/],
  ['$[1.0]', '.0', 3, /expected , or \]/],
  ["$['a", "'a", 2, /not closed/],
  ["$['\\\"']", '\\"', 3, /no such escape/],
  ["$['\\ud800']", '\\u', 3, /no such escape/],
  ["$['\\udc00']", '\\u', 3, /no such escape/],
  ["$['\t']", '\t', 3, /control character/],
  ['$[?]', ']', 3, /expected @/],
  ['$[?@.a=1]', '=', 6, /==/],
  ['$[?@.a==]', ']', 8, /expected @/],
  ['$[?@.a==01]', '01', 8, /as in JSON/],
  ['$[?@.a==1.]', '1.', 8, /as in JSON/],
  ['$[?@.a==x]', 'x', 8, /quotes/],
  ['$[?@.a==TRUE]', 'TRUE', 8, /expected @/],
  ['$[?1]', '1', 3, /no test/],
  ['$[?true]', 'true', 3, /no test/],
  ['$[?@.*==1]', '@.*', 3, /one place/],
  ['$[?@..a==1]', '@..a', 3, /one place/],
  ['$[?@[0,1]==1]', '@[0,1]', 3, /one place/],
  ['$[?1==@.*]', '@.*', 6, /one place/],
  ['$[?!@.a==1]', '!@.a==1', 3, /parentheses/],
  ['$[?(@.a]', ']', 7, /expected \)/],
  ['$[?@.a || ]', ']', 10, /expected @/],
  ['$[?count(1)>0]', '1', 9, /begins with @/],
  ['$[?count(@.a)]', 'count(@.a)', 3, /no test/],
  ['$[?length(@.*)<3]', '@.*', 10, /one place/],
  ['$[?length(@,1)<3]', ',', 11, /expected \)/],
  ['$[?match(@.a,"x")==true]', 'match(@.a,"x")', 3, /no value/],
  ['$[?match(@.a)]', ')', 12, /expected ,/],
  ['$[?nosuch(@.a)]', 'nosuch', 3, /functions are/],
  ['$[?length (@.a)==1]', 'length', 3, /quotes/],
];

for (const [path, underlined, offset, message] of FAULTS) {
  test(`${JSON.stringify(path)} is no JSONPath: ${underlined}`, () => {
    assert.throws(
      () => parseJsonPath(path),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.match(error.message, message);
        assert.ok(error.at);
        assert.deepEqual([error.at.text.slice(error.at.start, error.at.end), error.at.start], [underlined, offset]);
        return true;
      },
    );
  });
}

test('parentheses without end are refused, not an overflow', () => {
  assert.throws(() => parseJsonPath(`$[?${'('.repeat(100_000)}`), Failure);
  assert.throws(() => parseJsonPath(`$${'[?@'.repeat(100_000)}`), Failure);
  assert.throws(() => parseJsonPath(`$[?${'length('.repeat(100_000)}`), Failure);
});

test('a hundred thousand levels are searched and compared', () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const [innermost] = [...selectJson(parseJsonPath('$..a'), parseJsonText(deep))].slice(-1);
  assert.ok(innermost);
  assert.equal(writeJsonText(innermost.value), '1');
  assert.equal(normalizedPath(innermost.place), `$${"['a']".repeat(100_000)}`);
  assert.equal(selected('$[?@[0] == @[1]]', `[[${deep},${deep}]]`).length, 1);
});

const PLACES: [path: string, document: string, places: string[]][] = [
  ['$', '1', ['$']],
  ['$.a[-1]', '{"a":[1,2]}', ["$['a'][1]"]],
  ['$.*', `{"it's":1,"\\u000b":2,"\\n\\\\":3,"\\"":4}`, ["$['it\\'s']", "$['\\u000b']", "$['\\n\\\\']", `$['"']`]],
  ['$[::-1]', '[1,2]', ['$[1]', '$[0]']],
];

for (const [path, document, places] of PLACES) {
  test(`${path} of ${document} leads to ${places.join(' ')}`, () => {
    const matches = [...selectJson(parseJsonPath(path), parseJsonText(document))];
    assert.deepEqual(
      matches.map(({ place }) => normalizedPath(place)),
      places,
    );
  });
}

test('a normalized path leads back to its one value, which is a slice of the text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const root = parseJsonText(text);
      for (const { value: found, place } of selectJson(parseJsonPath('$..*'), root)) {
        const again = [...selectJson(parseJsonPath(normalizedPath(place)), root)];
        assert.deepEqual(
          again.map((match) => match.value),
          [found],
        );
        const start = found.start ?? -1;
        assert.equal(writeJsonText(found), text.slice(start, start + (found.text ?? '').length));
      }
    }),
  );
});

test('a slice selects what counting selects', () => {
  const bound = fc.option(fc.integer({ min: -7, max: 7 }));
  fc.assert(
    fc.property(fc.nat(6), bound, bound, fc.option(fc.integer({ min: -3, max: 3 })), (length, start, end, step) => {
      const items = Array.from({ length }, (_, index) => index);
      const path = `$[${start ?? ''}:${end ?? ''}:${step ?? ''}]`;
      assert.deepEqual(selected(path, JSON.stringify(items)).map(Number), sliced(items, start, end, step ?? 1));
    }),
    { numRuns: 500 },
  );
});

/** The slice as the RFC's prose says it: the indexes in order that lie between the bounds, a step apart. */
function sliced(items: readonly number[], start: number | null, end: number | null, step: number): readonly number[] {
  const from = (index: number) => (index < 0 ? index + items.length : index);
  if (step === 0) return [];
  const ordered = step > 0 ? items : [...items].reverse();
  const within = ordered.filter((index) =>
    step > 0
      ? index >= from(start ?? 0) && (end === null || index < from(end))
      : (start === null || index <= from(start)) && (end === null || index > from(end)),
  );
  return within.filter((_, count) => count % Math.abs(step) === 0);
}
