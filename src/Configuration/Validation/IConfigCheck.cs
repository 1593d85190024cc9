using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Validation;

/// <summary>Checks what only another part of the system can judge, at every reading of a configuration: the first, and each reload.</summary>
public interface IConfigCheck
{
    /// <summary>Checks a configuration.</summary>
    /// <param name="config">The configuration as it was read; it may have problems already.</param>
    /// <param name="variables">The environment's variables and those of <c>environment_variables</c>.</param>
    /// <param name="findings">Takes what is wrong.</param>
    void Check(RealtimeConfig config, IReadOnlyDictionary<string, string> variables, Findings findings);
}
