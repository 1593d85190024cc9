using System.Diagnostics;
using k8s;
using k8s.Models;

namespace Realtime.Deploy.Tests;

/// <summary>The objects of one form of the installation, each read into Kubernetes' own type: a field that does not exist is an error.</summary>
internal sealed class Rendered
{
    // Set by scripts/test where Debian's kubectl is too old for these files, and by nobody else.
    private const string WithoutKubectl = "REALTIME_TESTS_WITHOUT_KUBECTL";

    private Rendered(IReadOnlyList<object> objects) => Objects = objects;

    public IReadOnlyList<object> Objects { get; }

    /// <summary>
    /// Renders an overlay by <c>kubectl kustomize</c>. Where there is no kubectl it skips the test on a developer's machine, and fails it in CI:
    /// <c>scripts/test</c> installs Debian's package, except where that one is older than the <c>labels</c> of these files (1.22).
    /// </summary>
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
            var mayBeMissing = Environment.GetEnvironmentVariable("CI") != "true" || Environment.GetEnvironmentVariable(WithoutKubectl) == "true";
            mayBeMissing.ShouldBeTrue("kubectl is not installed; since Debian 13 it is in the package kubernetes-client");
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

    /// <summary>Gets the pod of a workload.</summary>
    public V1PodTemplateSpec Pod(string name) => Pods().Single(pod => pod.Name == name).Template;

    /// <summary>Gets the pods of all workloads, with their labels.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods() =>
    [
        .. All<V1Deployment>().Select(item => (item.Metadata.Name, item.Spec.Template)),
        .. All<V1StatefulSet>().Select(item => (item.Metadata.Name, item.Spec.Template)),
    ];
}
