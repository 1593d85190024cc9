using Orleans.Hosting.Kubernetes;

namespace Realtime.Silo;

/// <summary>
/// Tells Orleans that the silo is a pod: its name and address come from the pod, and a silo whose pod is gone counts as dead at once. Gateways need
/// none of it, since they are clients.
/// </summary>
internal static class KubernetesSilo
{
    // The first is set by Kubernetes in every pod, the others by the manifest (deploy/kubernetes).
    private static readonly string[] _variables = ["KUBERNETES_SERVICE_HOST", "POD_NAME", "POD_NAMESPACE", "POD_IP"];

    /// <summary>Tells whether this process is a silo's pod.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>Whether all that Orleans needs to know of the pod is there.</returns>
    public static bool IsPod(IReadOnlyDictionary<string, string> environment) =>
        Array.TrueForAll(_variables, name => !string.IsNullOrEmpty(environment.GetValueOrDefault(name)));

    /// <summary>Sets the silo up where it is a pod.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UsePod(this ISiloBuilder silo, IReadOnlyDictionary<string, string> environment)
    {
        if (IsPod(environment))
        {
            silo.UseKubernetesHosting();

            // Kubernetes brings a pod back; deleting pods is nobody's business here.
            silo.Configure<KubernetesHostingOptions>(options => options.DeleteDefunctSiloPods = false);
        }

        return silo;
    }
}
