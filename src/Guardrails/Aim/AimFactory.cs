using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Aim;

/// <summary><c>aim</c>: Aim Security's firewall.</summary>
internal sealed class AimFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "aim";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var address = environment.Address(parameters, "api_base", "AIM_API_BASE", "https://api.aim.security");
        var key = environment.RequiredSecret(parameters, "api_key", "AIM_API_KEY");
        return address is null || key is null ? null : new AimEngine(new EngineHttp(environment), EngineHttp.Join(address, "fw/v1/analyze"), key);
    }
}
