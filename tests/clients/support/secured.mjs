// Clients that insist on TLS reach the gateway through a socket that takes it off, as a load balancer does.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

/** Listens on a free port with the certificate that the tests made (which Node trusts by NODE_EXTRA_CA_CERTS). */
export function secured({ host, port }) {
  const { TLS_CERTIFICATE, TLS_KEY } = process.env;
  const server = tls.createServer({ cert: readFileSync(TLS_CERTIFICATE), key: readFileSync(TLS_KEY) }, (client) => {
    const upstream = net.connect({ host, port });
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}
