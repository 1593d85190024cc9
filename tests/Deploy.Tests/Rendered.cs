using System.Diagnostics;
using k8s;
using k8s.Models;

namespace Realtime.Deploy.Tests;

/// <summary>The objects of one form of the installation, each read into Kubernetes' own type: a field that does not exist is an error.</summary>
internal sealed class Rendered
{
    private Rendered(IReadOnlyList<object> objects) => Objects = objects;

    public IReadOnlyList<object> Objects { get; }

    /// <summary>Renders an overlay by <c>kubectl kustomize</c>; skips the test where there is no kubectl.</summary>
    public static Rendered Of(string folder)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", Repository.PathOf(folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("kubectl is not installed; the files are parsed one by one by another test");
        }

        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var yaml = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, errors.ToString());
            return Parse(yaml);
        }
    }

    public static Rendered Parse(string yaml) => new(KubernetesYaml.LoadAllFromString(yaml, strict: true));

    public T Get<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => All<T>().Single(item => item.Metadata.Name == name);

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    /// <summary>Gets the pods of all workloads, with their labels.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods() =>
    [
        .. All<V1Deployment>().Select(item => (item.Metadata.Name, item.Spec.Template)),
        .. All<V1StatefulSet>().Select(item => (item.Metadata.Name, item.Spec.Template)),
    ];
}
