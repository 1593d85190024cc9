// Where the gateway under test is, as the tests tell it.
const { GATEWAY_URL = 'http://127.0.0.1:4000', GATEWAY_KEY = 'sk-1234', MODEL = 'voice' } = process.env;

const url = new URL(GATEWAY_URL);

export const gateway = {
  host: url.hostname,
  port: Number(url.port),
  http: `http://${url.host}`,
  ws: `ws://${url.host}`,
  key: GATEWAY_KEY,
  model: MODEL,
};
