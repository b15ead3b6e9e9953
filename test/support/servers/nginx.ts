import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificates, KeyPair } from './certificates.ts';
import { type ChildServer, startServer } from './child-server.ts';
import { programPath } from './programs.ts';

/**
 * - `plain` is HTTP/1.1; `secure` offers HTTP/2 and HTTP/1.1; `old` is TLS with HTTP/1.1 alone.
 * - `members` asks visitors for a certificate of the authority.
 * - `selfSigned`, `expired` and `wrongName` show certificates that are not to be trusted.
 */
const PORTS = ['plain', 'secure', 'old', 'members', 'selfSigned', 'expired', 'wrongName'] as const;

/** nginx with the files of a folder, an echo, and redirects. */
export type Nginx = ChildServer<(typeof PORTS)[number]>;

/** What nginx serves. */
export interface Site {
  /** Folder of the files. */
  readonly root: string;
  /** Port of the echo that stands behind `/echo`. */
  readonly echoPort: number;
}

/** Starts nginx as one process of our own; everything that it writes is in `folder`, which is made for it. */
export async function startNginx(folder: string, site: Site, certificates: Certificates): Promise<Nginx> {
  await mkdir(folder);
  return await startServer(PORTS, async (ports) => {
    await writeFile(join(folder, 'site.conf'), siteConfiguration(site));
    await writeFile(join(folder, 'nginx.conf'), mainConfiguration(folder, ports, certificates));
    return { program: programPath('nginx'), words: ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], folder };
  });
}

function mainConfiguration(folder: string, ports: Nginx['ports'], certificates: Certificates): string {
  const secured = (listen: string, { certificate, key }: KeyPair, ...more: readonly string[]): string => {
    const lines = [`ssl_certificate ${certificate};`, `ssl_certificate_key ${key};`, ...more];
    return `server { listen 127.0.0.1:${listen}; ${lines.join(' ')} include site.conf; }`;
  };
  const { server, authority, selfSigned, expired, wrongName } = certificates;
  return `
daemon off;
# One process and one user, ours: there are no workers to look after, nor anybody else who has to read the files.
master_process off;
pid nginx.pid;
error_log error.log;
events { worker_connections 64; }
http {
  access_log off;
  ssl_protocols TLSv1.2 TLSv1.3;
  client_body_temp_path ${join(folder, 'client')};
  proxy_temp_path ${join(folder, 'proxy')};
  fastcgi_temp_path ${join(folder, 'fastcgi')};
  uwsgi_temp_path ${join(folder, 'uwsgi')};
  scgi_temp_path ${join(folder, 'scgi')};
  server { listen 127.0.0.1:${ports.plain}; include site.conf; }
  ${secured(`${ports.secure} ssl http2`, server)}
  ${secured(`${ports.old} ssl`, server)}
  ${secured(`${ports.members} ssl http2`, server, `ssl_client_certificate ${authority};`, 'ssl_verify_client on;')}
  ${secured(`${ports.selfSigned} ssl`, selfSigned)}
  ${secured(`${ports.expired} ssl`, expired)}
  ${secured(`${ports.wrongName} ssl`, wrongName)}
}
`;
}

/** `X-Rate: 500k` makes any answer as slow as that. */
function siteConfiguration({ root, echoPort }: Site): string {
  return `
root ${root};
types { application/json json; text/plain txt; }
default_type application/octet-stream;
client_max_body_size 0;
gzip on;
gzip_types text/plain;
limit_rate $http_x_rate;
location = /moved { return 302 /words.txt; }
location = /kept { return 307 /echo; }
location = /away { return 302 http://127.0.0.1:${echoPort}/echo; }
location = /circle { return 302 /circle; }
location = /strict { add_header Strict-Transport-Security "max-age=3600; includeSubDomains"; return 204; }
location = /lax { add_header Strict-Transport-Security "max-age=0"; return 204; }
location = /down { return 302 http://localhost:$arg_port/echo; }
location = /elsewhere { add_header Alt-Svc 'h3=":1", h2=":$arg_port"; ma=3600'; return 204; }
location /echo {
  proxy_pass http://127.0.0.1:${echoPort};
  proxy_http_version 1.1;
  proxy_request_buffering off;
  proxy_set_header Host $http_host;
  proxy_set_header X-Protocol $server_protocol;
  proxy_set_header X-Visitor $ssl_client_s_dn;
}
`;
}
