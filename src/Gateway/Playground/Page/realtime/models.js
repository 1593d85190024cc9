/**
 * Asks the gateway for its models. Gives `{ status, models }`: the HTTP status (0 when the gateway was not reached) and the models'
 * names, in order.
 */
export async function listModels(key) {
  try {
    const response = await fetch('/v1/models', {
      headers: key ? { Authorization: `Bearer ${key}` } : {},
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(10_000),
    });
    const body = response.ok ? await response.json() : { data: [] };
    return { status: response.status, models: (body.data ?? []).map((model) => model.id).filter((id) => typeof id === 'string') };
  } catch {
    return { status: 0, models: [] };
  }
}

/** The model to begin with: the one chosen before, else the demo model, else the first. */
export function preferredModel(models, chosen) {
  if (models.includes(chosen)) {
    return chosen;
  }

  return models.find((id) => /(^|[^a-z])demo($|[^a-z])/i.test(id)) ?? models[0] ?? '';
}
