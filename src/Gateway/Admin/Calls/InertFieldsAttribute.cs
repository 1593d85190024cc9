using System.Reflection;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Fields of LiteLLM that a request may have though they mean nothing for realtime sessions: they are kept and shown again.</summary>
/// <param name="names">Their names.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
internal sealed class InertFieldsAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Gives the names of a request's type.</summary>
    /// <param name="type">The type.</param>
    public static IReadOnlyList<string> Of(Type type) => type.GetCustomAttribute<InertFieldsAttribute>()?.Names ?? [];
}
