import { flowOf, secretRole } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import { openCredential } from '../profiles/credential.ts';
import { findProfile, kindOf } from '../profiles/engine.ts';
import { secretFault } from '../profiles/find-secret.ts';
import { namedPath } from '../profiles/key-file.ts';
import { Secret } from '../secret.ts';
import { secretOf } from './client-auth.ts';
import type { GrantParts } from './server.ts';
import { openTokens } from './tokens.ts';

/** Whose token it is: the one that the new token is for, or who acts for them. */
type Party = 'subject' | 'actor';

/**
 * What is shown for a token in the flow `token-exchange` (RFC 8693 §2.1).
 *
 * @throws Failure `credential` where there is no token to be exchanged.
 */
export async function exchanged(
  profile: Profile,
  parts: GrantParts,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { name, settings } = profile;
  const subject =
    secretRole(settings) === 'subject token'
      ? await secretOf(profile, parts, signal)
      : await partyToken(profile, 'subject', parts, signal);
  if (subject === undefined) {
    throw new Failure('credential', `it is not said which token profile ${name} exchanges for its own`, {
      hint: '--subject-profile NAME or --subject-file FILE; the secret is that of the client',
    });
  }
  const actor = await partyToken(profile, 'actor', parts, signal);
  const requested = settings['requested-type'];
  return {
    subject_token: subject.reveal(),
    subject_token_type: typeUri(settings['subject-type']),
    ...(actor === undefined ? {} : { actor_token: actor.reveal(), actor_token_type: typeUri(settings['actor-type']) }),
    ...(requested === undefined ? {} : { requested_token_type: typeUri(requested) }),
  };
}

async function partyToken(
  profile: Profile,
  party: Party,
  parts: GrantParts,
  signal: AbortSignal,
): Promise<Secret | undefined> {
  const { settings } = profile;
  const other = settings[`${party}-profile`];
  if (other !== undefined) return await profileToken(other, party, profile, parts, signal);
  const file = settings[`${party}-file`];
  return file === undefined ? undefined : await fileToken(file, profile, parts);
}

/** The token of another profile, got anew where it is over. */
async function profileToken(
  name: string,
  party: Party,
  profile: Profile,
  parts: GrantParts,
  signal: AbortSignal,
): Promise<Secret> {
  const waiting = [...(parts.waiting ?? []), profile.name];
  if (waiting.includes(name)) {
    throw new Failure('credential', `profile ${name} would have to exchange its own token for itself`, {
      hint: `${party}-profile: of profile ${profile.name} in auth.yaml has to be another one`,
    });
  }
  const other = findProfile(name, (await readAuthFile(parts.host)).profiles);
  const hunt = { ...parts, typedSecret: undefined, waiting };
  const kind = kindOf(other);
  if (!kind.getsTokens) return await (await openCredential(other, kind, hunt, signal))();
  const type = profile.settings[`${party}-type`];
  const record = await openTokens(hunt).fresh(other, undefined, signal);
  const tokens: Readonly<Record<string, Secret | undefined>> = {
    'id-token': record.idToken,
    'refresh-token': record.refreshToken,
  };
  if (type === undefined || !Object.hasOwn(tokens, type)) return record.accessToken;
  const found = tokens[type];
  if (found !== undefined) return found;
  throw new Failure('credential', `the tokens of profile ${name} have no ${type.replace('-', ' ')} among them`, {
    hint:
      flowOf(other.settings) === 'client-credentials'
        ? 'no user has logged in there'
        : `slip auth login ${name} --scope openid`,
  });
}

async function fileToken(file: string, { name }: Profile, { host }: GrantParts): Promise<Secret> {
  const path = namedPath(file, host);
  let text: string;
  try {
    text = Buffer.from(await host.files.read(path)).toString('utf8');
  } catch (cause) {
    throw new Failure('credential', `the token that profile ${name} exchanges cannot be read from ${path}`, { cause });
  }
  const token = new Secret(text.trim());
  const fault = secretFault(token, true);
  if (fault !== undefined) throw new Failure('credential', `the token in ${path} ${fault}`);
  return token;
}

/** The name of a type of tokens, of those that have a short one (RFC 8693 §3). */
function typeUri(type = 'access-token'): string {
  return type.includes(':') ? type : `urn:ietf:params:oauth:token-type:${type.replace('-', '_')}`;
}
