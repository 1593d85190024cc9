// A script holds its conversation, prints what it saw as one line of JSON and exits with 0; or says why not and exits with 1.
const LIMIT_MS = 150_000;

/** Runs a script's conversation. */
export async function report(converse) {
  const limit = setTimeout(() => fail(new Error(`not done within ${LIMIT_MS} ms`)), LIMIT_MS);
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  try {
    const seen = await converse();
    clearTimeout(limit);
    process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0));
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  process.stderr.write(`FAILED: ${error?.stack ?? JSON.stringify(error)}\n`, () => process.exit(1));
}
