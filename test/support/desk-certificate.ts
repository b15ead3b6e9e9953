/** PEM without its armour: of a desk that nobody keeps, signed by itself, for a day in November 2026. */
export const DESK_BASE64 = [
  'MIIB5TCCAYygAwIBAgIUaffUCsy81ZyTRXXt4kNfX+/2b3IwCgYIKoZIzj0EAwIw',
  'OTELMAkGA1UEBhMCU0UxEzARBgNVBAoMCkJvb2tzLCBJbmMxFTATBgNVBAMMDGRl',
  'c2suZXhhbXBsZTAeFw0yNjExMjUyMzE5MjlaFw0yNjExMjYyMzE5MjlaMDkxCzAJ',
  'BgNVBAYTAlNFMRMwEQYDVQQKDApCb29rcywgSW5jMRUwEwYDVQQDDAxkZXNrLmV4',
  'YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATXpL6cQ5bCTppJhXCFL602',
  '/d7prZ0sL0q/Gu56CU1+o9VlMB2CUK1K7GE5M1z585jUR7eJvA3hbYOHYDVL2KdQ',
  'o3IwcDAdBgNVHQ4EFgQURs2mwrNUXKyBHXysg6eLDrR44eQwHwYDVR0jBBgwFoAU',
  'Rs2mwrNUXKyBHXysg6eLDrR44eQwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHREEFjAU',
  'ggxkZXNrLmV4YW1wbGWHBH8AAAEwCgYIKoZIzj0EAwIDRwAwRAIgYPogxwK5UQUq',
  'xAiBR17mFmk19OYHXlQU9esHJUMLfioCIFfypWlrGKSN4VBjDZzgXC8kZUvhWHAM',
  'PNHF4cODF7Bs',
].join('\n');

/** The same in DER. */
export const DESK_DER: Uint8Array = Buffer.from(DESK_BASE64, 'base64');
