using k8s.Models;
using YamlDotNet.Serialization;

namespace Realtime.Deploy.Tests;

/// <summary>The manifests of <c>deploy/kubernetes</c> are what Kubernetes takes, and fit together.</summary>
public sealed class KubernetesTests
{
    private const string Cluster = "kubernetes/overlays/cluster";

    public static TheoryData<string> Forms => [Cluster, "kubernetes/overlays/embedded", "kubernetes/overlays/local", "kubernetes"];

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Repository.PathOf("kubernetes"), "*.yaml", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is not ("kustomization.yaml" or "config.yaml"))
            .Select(path => Path.GetRelativePath(Repository.PathOf(""), path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_object_of_every_file_is_of_a_type_of_Kubernetes_with_fields_that_exist(string file)
    {
        var objects = Rendered.Parse(Repository.Read(file)).Objects;

        objects.ShouldNotBeEmpty();
        objects.ShouldAllBe(item => item is k8s.IKubernetesObject<V1ObjectMeta>);
    }

    [Fact]
    public void A_field_that_does_not_exist_is_an_error() =>
        Should.Throw<Exception>(() => Rendered.Parse("apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {portz: []}"));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_pod_runs_without_root_on_a_read_only_root_with_probes_bounds_and_a_known_volume_for_each_mount(string form)
    {
        foreach (var (name, template) in Rendered.Of(form).Pods())
        {
            var pod = template.Spec;
            pod.SecurityContext.RunAsNonRoot.ShouldBe(true, name);
            pod.SecurityContext.SeccompProfile.Type.ShouldBe("RuntimeDefault", name);
            var container = pod.Containers.ShouldHaveSingleItem();
            container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true, name);
            container.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false, name);
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"], name);
            container.StartupProbe.ShouldNotBeNull(name);
            container.LivenessProbe.ShouldNotBeNull(name);
            container.ReadinessProbe.ShouldNotBeNull(name);
            container.Resources.Limits.ShouldContainKey("memory", name);
            var volumes = (pod.Volumes ?? []).Select(volume => volume.Name).Append("data");
            container.VolumeMounts.Select(mount => mount.Name).ShouldBeSubsetOf(volumes, name);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Selectors_meet_the_pods_that_they_mean_and_every_service_a_port_that_exists(string form)
    {
        var rendered = Rendered.Of(form);
        var pods = rendered.Pods().Select(pod => pod.Template).ToList();
        foreach (var service in rendered.All<V1Service>())
        {
            var pod = pods.Where(pod => Meets(service.Spec.Selector, pod)).ShouldHaveSingleItem(service.Metadata.Name);
            foreach (var port in service.Spec.Ports)
            {
                pod.Spec.Containers[0].Ports.ShouldContain(known => known.Name == (string)port.TargetPort, service.Metadata.Name);
            }
        }

        foreach (var budget in rendered.All<V1PodDisruptionBudget>())
        {
            pods.ShouldContain(pod => Meets(budget.Spec.Selector.MatchLabels, pod), budget.Metadata.Name);
        }

        foreach (var policy in rendered.All<V1NetworkPolicy>())
        {
            pods.ShouldContain(pod => Meets(policy.Spec.PodSelector.MatchLabels, pod), policy.Metadata.Name);
        }

        foreach (var scaler in rendered.All<V2HorizontalPodAutoscaler>())
        {
            rendered.All<k8s.IKubernetesObject<V1ObjectMeta>>().ShouldContain(
                item => item.Kind == scaler.Spec.ScaleTargetRef.Kind && item.Metadata.Name == scaler.Spec.ScaleTargetRef.Name);
        }
    }

    [Theory]
    [InlineData("realtime-gateway")]
    [InlineData("realtime-silo")]
    public void The_grace_period_is_longer_than_the_pause_the_drain_and_the_slack(string name)
    {
        var pod = Rendered.Of(Cluster).Pod(name).Spec;
        var config = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Repository.Read("kubernetes/base/config.yaml"));
        var drain = long.Parse((string)((Dictionary<object, object>)config["general_settings"])["drain_timeout"], null);

        // The 15 s are what the processes allow themselves after the drain (docs/operations.md).
        pod.TerminationGracePeriodSeconds!.Value.ShouldBeGreaterThan(pod.Containers[0].Lifecycle.PreStop.Sleep.Seconds + drain + 15);
    }

    [Theory]
    [InlineData("realtime-gateway")]
    [InlineData("realtime-silo")]
    public void Scaling_down_waits_ten_minutes_and_takes_one_pod_at_a_time(string name)
    {
        var rendered = Rendered.Of(Cluster);
        var down = rendered.Get<V2HorizontalPodAutoscaler>(name).Spec.Behavior.ScaleDown;

        down.StabilizationWindowSeconds!.Value.ShouldBeGreaterThanOrEqualTo(600);
        down.Policies.ShouldHaveSingleItem().Value.ShouldBe(1);
        var replicas = rendered.All<V1Deployment>().Select(item => (item.Metadata.Name, item.Spec.Replicas))
            .Concat(rendered.All<V1StatefulSet>().Select(item => (item.Metadata.Name, item.Spec.Replicas)));
        replicas.Single(item => item.Name == name).Replicas.ShouldBeNull("the autoscaler decides");
    }

    [Fact]
    public void Silos_tell_Orleans_their_pod_and_may_look_at_pods()
    {
        var rendered = Rendered.Of(Cluster);
        var silo = rendered.Pod("realtime-silo");
        string[] asked = ["POD_NAME", "POD_NAMESPACE", "POD_IP", "ORLEANS_SERVICE_ID", "ORLEANS_CLUSTER_ID"];
        asked.ShouldBeSubsetOf(silo.Spec.Containers[0].Env.Select(variable => variable.Name));
        silo.Metadata.Labels.ShouldContainKeyAndValue("orleans/serviceId", "realtime");
        var cluster = silo.Metadata.Labels["orleans/clusterId"];
        silo.Spec.Containers[0].Env.Single(variable => variable.Name == "REALTIME_CLUSTER_ID").Value.ShouldBe(cluster);
        rendered.Get<V1Deployment>("realtime-gateway").Spec.Template.Spec.Containers[0].Env
            .Single(variable => variable.Name == "REALTIME_CLUSTER_ID").Value.ShouldBe(cluster);
        var binding = rendered.Get<V1RoleBinding>("realtime-silo");
        binding.Subjects.ShouldHaveSingleItem().Name.ShouldBe(silo.Spec.ServiceAccountName);
        rendered.Get<V1Role>(binding.RoleRef.Name).Rules.ShouldHaveSingleItem().Verbs.ShouldBe(["get", "watch", "list", "patch"]);
    }

    [Fact]
    public void Embedded_is_one_process_that_is_replaced_and_never_doubled()
    {
        var rendered = Rendered.Of("kubernetes/overlays/embedded");
        var gateway = rendered.Get<V1Deployment>("realtime-gateway");

        gateway.Spec.Replicas.ShouldBe(1);
        gateway.Spec.Strategy.Type.ShouldBe("Recreate");
        rendered.All<V2HorizontalPodAutoscaler>().ShouldBeEmpty();
        gateway.Spec.Template.Spec.Containers[0].Args.ShouldContain("--data=/data");
    }

    [Fact]
    public void Rows_of_the_ledger_wait_on_a_volume_that_outlives_the_silos_pod()
    {
        var rendered = Rendered.Of(Cluster);
        var silo = rendered.Get<V1StatefulSet>("realtime-silo").Spec;
        var pod = silo.Template.Spec;

        pod.Containers[0].Args.ShouldContain("--data=/data");
        var mount = pod.Containers[0].VolumeMounts.Single(mount => mount.MountPath == "/data");
        mount.ReadOnlyProperty.ShouldNotBe(true);
        silo.VolumeClaimTemplates.ShouldHaveSingleItem().Metadata.Name.ShouldBe(mount.Name);
        pod.SecurityContext.FsGroup.ShouldBe(pod.SecurityContext.RunAsGroup, "a new volume belongs to root");
        silo.PersistentVolumeClaimRetentionPolicy.WhenScaled.ShouldBe("Retain");
        silo.PersistentVolumeClaimRetentionPolicy.WhenDeleted.ShouldBe("Retain");
        rendered.All<V1Service>().ShouldContain(service => service.Metadata.Name == silo.ServiceName && service.Spec.ClusterIP == "None");
    }

    [Fact]
    public void Embedded_keeps_its_data_on_a_claim()
    {
        var rendered = Rendered.Of("kubernetes/overlays/embedded");
        var pod = rendered.Pod("realtime-gateway").Spec;
        var mount = pod.Containers[0].VolumeMounts.Single(mount => mount.MountPath == "/data");

        var claim = pod.Volumes.Single(volume => volume.Name == mount.Name).PersistentVolumeClaim.ClaimName;
        rendered.Get<V1PersistentVolumeClaim>(claim).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("realtime-gateway")]
    [InlineData("realtime-silo")]
    public void Guardrails_and_collectors_of_the_same_cluster_can_be_reached(string name)
    {
        var ports = Rendered.Of(Cluster).Get<V1NetworkPolicy>(name).Spec.Egress.SelectMany(rule => rule.Ports).Select(port => (string)port.Port);

        // https, Presidio, OTLP.
        string[] asked = ["443", "3000", "5001", "5002", "4317", "4318"];
        asked.ShouldBeSubsetOf(ports);
    }

    [Fact]
    public void Nothing_secret_stands_in_the_files() =>
        Rendered.Of("kubernetes/overlays/local").All<V1Secret>().ShouldBeEmpty();

    private static bool Meets(IDictionary<string, string> selector, V1PodTemplateSpec pod) =>
        selector.All(label => pod.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
