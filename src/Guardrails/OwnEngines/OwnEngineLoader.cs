using System.Reflection;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.OwnEngines;

/// <summary>Loads an engine of the operator's own: <c>assembly</c> is the path of a .NET assembly, <c>guardrail</c> the full name of a factory in it.</summary>
internal static class OwnEngineLoader
{
    private const string Key = "assembly";

    /// <summary>Tells whether a section asks for an engine of the operator's own.</summary>
    /// <param name="parameters">The section.</param>
    /// <returns>Whether.</returns>
    public static bool IsAsked(SectionReader parameters) => parameters.Has(Key);

    /// <summary>Loads the factory.</summary>
    /// <param name="typeName">The full name of its type.</param>
    /// <param name="parameters">The section; takes what is wrong.</param>
    /// <returns>The factory; null when there is a problem.</returns>
    public static IGuardrailEngineFactory? Load(string typeName, SectionReader parameters)
    {
        if (parameters.ExistingFile(Key) is not { } path)
        {
            return null;
        }

        try
        {
            // Once loaded, an assembly stays: a changed file counts after a restart.
            var type = Assembly.LoadFrom(Path.GetFullPath(path)).GetType(typeName, throwOnError: false);
            if (type is null || !typeof(IGuardrailEngineFactory).IsAssignableFrom(type) || type.IsAbstract)
            {
                parameters.Problem(
                    "guardrail",
                    type is null ? $"'{typeName}' is no type of that assembly" : $"'{typeName}' does not implement {nameof(IGuardrailEngineFactory)}",
                    $"give the full name of a class that implements {typeof(IGuardrailEngineFactory).FullName}");
                return null;
            }

            return (IGuardrailEngineFactory)Activator.CreateInstance(type)!;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException)
        {
            parameters.Problem(Key, "cannot be loaded as a .NET assembly", "build it for .NET 10, with what it needs beside it");
        }
        catch (Exception exception) when (exception is MissingMethodException or TargetInvocationException)
        {
            parameters.Problem("guardrail", $"'{typeName}' cannot be made", "give it a public constructor without parameters that throws nothing");
        }

        return null;
    }
}
