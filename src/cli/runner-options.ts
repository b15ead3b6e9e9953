/** What `slip run` has in place of an option of Hurl, newman, Bruno and httpyac. */
// biome-ignore format: a row is a line
const IN_PLACE: Readonly<Record<string, string>> = {
  all: '--test, or a file',
  'continue-on-error': 'nothing: all of a test is sent; --bail stops it',
  'env-var': '--var NAME=VALUE',
  environment: '--env NAME',
  'fail-fast': '--bail',
  folder: 'the name of a suite, or --tag TAG',
  'global-var': '--var NAME=VALUE',
  iterations: '--repeat COUNT',
  'iteration-count': '--repeat COUNT',
  'iteration-data': 'repeat: { over: FILE } in the request',
  junit: '--report junit=FILE',
  'report-html': '--report html=FILE',
  'report-json': '--report json=FILE',
  'report-junit': '--report junit=FILE',
  'report-tap': '--report tap=FILE',
  reporters: '--report KIND=FILE',
  'variables-file': 'env-file: FILE in the collection',
  'very-verbose': '-v, with the name of one request',
};

/** A hint for who types an option of another runner. */
export function runnerHint(name: string): string | undefined {
  const inPlace = Object.hasOwn(IN_PLACE, name) ? IN_PLACE[name] : undefined;
  return inPlace && `slip run has ${inPlace}`;
}

/** A hint for who names a file of one. */
export function runnerFileHint(word: string): string | undefined {
  return /\.(?:hurl|http|rest|bru|json|har)$/i.test(word) ? 'slip run takes collections in YAML' : undefined;
}
