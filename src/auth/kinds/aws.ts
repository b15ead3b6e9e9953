import { Failure } from '../../failure.ts';
import type { HeaderList } from '../../request/headers.ts';
import { Secret } from '../../secret.ts';
import { type AuthKind, IN_AUTHORIZATION, NOT_SHOWN, type Settings } from '../kind.ts';
import type { Profile } from '../profile.ts';
import { signer } from '../sigv4.ts';

/** Requests signed by AWS Signature Version 4. */
export const AWS: AuthKind = {
  name: 'aws',
  secretName: () => 'secret access key',
  settings: {
    'access-key': {
      mayBeSecret: true,
      fault: (value) => (/^\w{4,128}$/.test(value) ? undefined : 'is no access key ID'),
    },
    region: { fault: partFault },
    service: { fault: partFault },
  },
  place: () => IN_AUTHORIZATION,
  async attach(profile, secret) {
    const { key, password, fields } = keysOf(profile, secret);
    const signing = signingOf(profile.settings);
    const policy = { schemes: ['aws-sigv4'] as const, sign: signer(signing), signing };
    return { ...NOT_SHOWN, credentials: { login: { name: key, password }, bearer: undefined }, policy, fields };
  },
};

function partFault(value: string): string | undefined {
  return /^[\w.-]{1,64}$/.test(value) ? undefined : 'is letters, digits and hyphens';
}

/** As `--aws-sigv4` has it; what is not said is read off the host. */
function signingOf({ region, service }: Settings): string {
  if (service !== undefined) return `aws:amz:${region ?? ''}:${service}`;
  return region === undefined ? 'aws:amz' : `aws:amz:${region}`;
}

/** The keys: the secret is one of them, or what a `credential_process` of AWS prints, which are all. */
function keysOf(
  { name, settings }: Profile,
  secret: Secret,
): { readonly key: string; readonly password: Secret; readonly fields: HeaderList } {
  const printed = readProcess(secret.reveal());
  const key = printed?.AccessKeyId ?? settings['access-key'];
  if (key === undefined) {
    throw new Failure('credential', `profile ${name} has no access key ID`, {
      hint: 'slip auth add --access-key ID keeps one, or --exec a command that prints JSON as a credential_process does',
    });
  }
  if (printed === undefined) return { key, password: secret, fields: [] };
  const token = printed.SessionToken;
  return {
    key,
    password: new Secret(printed.SecretAccessKey),
    fields: token === undefined ? [] : [['X-Amz-Security-Token', new Secret(token)]],
  };
}

interface ProcessOutput {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string | undefined;
}

function readProcess(text: string): ProcessOutput | undefined {
  if (!text.startsWith('{')) return undefined;
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { AccessKeyId, SecretAccessKey, SessionToken } = value;
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string') return undefined;
  return { AccessKeyId, SecretAccessKey, SessionToken: typeof SessionToken === 'string' ? SessionToken : undefined };
}
