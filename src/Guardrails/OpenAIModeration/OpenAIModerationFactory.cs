using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.OpenAIModeration;

/// <summary><c>openai_moderation</c>: OpenAI's moderation endpoint.</summary>
internal sealed class OpenAIModerationFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "openai_moderation";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var address = environment.Address(parameters, "api_base", "OPENAI_API_BASE", "https://api.openai.com/v1");
        var key = environment.RequiredSecret(parameters, "api_key", "OPENAI_API_KEY");
        var model = parameters.Text("model") ?? "omni-moderation-latest";
        return address is null || key is null ? null : new OpenAIModerationEngine(new EngineHttp(environment), EngineHttp.Join(address, "moderations"), key, model);
    }
}
